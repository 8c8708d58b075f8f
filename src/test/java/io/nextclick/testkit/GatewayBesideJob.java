package io.nextclick.testkit;

import io.nextclick.gateway.Gateway;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A gateway that waits as long as a busy machine needs, and limits nobody. */
public final class GatewayBesideJob {

    private GatewayBesideJob() {}

    /**
     * Starts it on a free port.
     *
     * @param sites file of its sites
     * @param more options
     */
    public static Gateway start(String bootstrapServers, Path sites, Map<String, String> more) {
        Map<String, String> options = new HashMap<>(more);
        options.put("kafka.bootstrap-servers", bootstrapServers);
        options.put("gateway.port", "0");
        options.put("gateway.address-rate", "100000");
        // The longest that is allowed.
        options.put("gateway.delivery-timeout", "5 min");
        options.put("gateway.sites", sites.toString());
        return Gateway.start(options);
    }
}
