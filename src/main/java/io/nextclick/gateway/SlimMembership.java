package io.nextclick.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A membership as a view keeps it.
 *
 * @param ruleId rule that decided it
 * @param sinceMillis since when, ms since the epoch
 */
record SlimMembership(String ruleId, long sinceMillis) {

    byte[] write() {
        byte[] rule = ruleId.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + rule.length).putLong(sinceMillis).put(rule).array();
    }

    static SlimMembership read(byte[] value) {
        ByteBuffer from = ByteBuffer.wrap(value);
        long since = from.getLong();
        return new SlimMembership(StandardCharsets.UTF_8.decode(from).toString(), since);
    }
}
