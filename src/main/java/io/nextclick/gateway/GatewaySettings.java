package io.nextclick.gateway;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the gateway.
 *
 * @param address address that is listened on
 * @param port port that is listened on; 0 for a free one
 * @param sites file of the sites
 * @param view where the views are kept
 * @param viewDirectory folder of a view in RocksDB
 * @param redisUrl server of a view in Redis
 * @param maxBodyBytes most bytes of a body
 * @param maxRequests most requests at a time
 * @param maxStreams most streams at a time
 * @param keyRate requests a second with one key
 * @param addressRate requests a second of one address
 * @param trustedProxy true if headers say whom a proxy passes on
 * @param deliveryTimeout longest wait for the broker
 * @param bufferBytes most bytes that wait for the broker
 * @param maxWaiting most requests that wait for a list
 * @param ticketTtl how long a ticket is valid
 * @param tokenMaxAge greatest age of a list whose token counts
 * @param demo true if the live page gets a key and the statistics
 */
record GatewaySettings(
        String address,
        int port,
        Path sites,
        ViewKind view,
        @Nullable Path viewDirectory,
        @Nullable String redisUrl,
        int maxBodyBytes,
        int maxRequests,
        int maxStreams,
        double keyRate,
        double addressRate,
        boolean trustedProxy,
        Duration deliveryTimeout,
        int bufferBytes,
        int maxWaiting,
        Duration ticketTtl,
        Duration tokenMaxAge,
        boolean demo) {

    /** Without the URL of Redis: a password may be in it. */
    @Override
    public String toString() {
        return "GatewaySettings[%s:%d, %s]".formatted(address, port, view);
    }
}
