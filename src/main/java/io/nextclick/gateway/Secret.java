package io.nextclick.gateway;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret that signs with HMAC-SHA256. What it signs begins with what it is for. */
final class Secret {

    private static final String ALGORITHM = "HmacSHA256";

    private final int id;
    private final SecretKeySpec key;

    /** A thread's own, which has the key and begins anew with each signature. */
    private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(this::mac);

    /** A secret of at least 32 characters. */
    Secret(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        key = new SecretKeySpec(bytes, ALGORITHM);
        id = sign("id", new byte[0])[0] & 0xFF;
    }

    /** A number from 0 to 255 that names the secret and says nothing of it. */
    int id() {
        return id;
    }

    /**
     * The signature of a content.
     *
     * @param purpose what is signed for, so that nothing signed for one stands for another
     */
    byte[] sign(String purpose, byte[] content) {
        Mac mac = macs.get();
        mac.update(purpose.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        return mac.doFinal(content);
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /** True if it made the signature; takes as long whatever differs. */
    boolean signed(String purpose, byte[] content, byte[] signature) {
        return MessageDigest.isEqual(sign(purpose, content), signature);
    }
}
