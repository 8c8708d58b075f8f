package io.nextclick.demo;

import io.nextclick.event.ListToken;
import io.nextclick.gateway.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** The gateway of the demo, with keys that nobody else has, on loopback. */
final class DemoGateway implements AutoCloseable {

    private static final int KEY_BYTES = 16;
    private static final int SECRET_BYTES = 32;

    /** The shop of the page has no server of its own that could prove who its users are. */
    private static final String SITE =
            """
            sites:
              - site: default
                public_key: pk_%s
                secret_key: sk_%s
                users: claimed
                hmac: {current: %s}
            """;

    private final Gateway gateway;

    private DemoGateway(Gateway gateway) {
        this.gateway = gateway;
    }

    /**
     * Starts it.
     *
     * @param options of the job
     * @param sites file to write with its keys
     * @param port to listen on; 0 for a free one
     */
    static DemoGateway start(Map<String, String> options, Path sites, int port) throws IOException {
        // Nobody else reads the keys, not even for a moment.
        Files.createFile(
                sites,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                sites, SITE.formatted(random(KEY_BYTES), random(KEY_BYTES), random(SECRET_BYTES)));
        Map<String, String> all = new HashMap<>(options);
        all.put("gateway.sites", sites.toString());
        all.put("gateway.port", String.valueOf(port));
        all.put("gateway.demo", "true");
        return new DemoGateway(Gateway.start(all));
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** Where the live page is. */
    String url() {
        return "http://127.0.0.1:%d/".formatted(gateway.port());
    }

    /** The token of a list of the shop, as its pages get it. */
    String sign(ListToken token) {
        return gateway.sign(token);
    }

    @Override
    public void close() {
        gateway.close();
    }
}
