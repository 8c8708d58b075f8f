package io.nextclick.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that must be told theirs before they bind it. Between asking and binding a port
 * can go to someone else, so these are from below the ranges out of which systems give ports by
 * themselves, to clients and to servers that ask for any: RFC 6335 has 49152 and above, Linux 32768
 * and above.
 */
public final class FreePort {

    /** The lowest, above what well-known servers listen on. */
    static final int LOWEST = 20_000;

    /** The highest. */
    static final int HIGHEST = 32_767;

    private static final int TRIES = 100;

    private FreePort() {}

    /**
     * A port on loopback that nobody uses now, and that the system gives to nobody by itself.
     *
     * @throws UncheckedIOException if a hundred ports are all taken
     */
    public static int choose() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
            if (isFree(port)) {
                return port;
            }
        }
        throw new UncheckedIOException(
                new BindException(
                        "no free port on loopback between %d and %d in %d tries"
                                .formatted(LOWEST, HIGHEST, TRIES)));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (BindException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
