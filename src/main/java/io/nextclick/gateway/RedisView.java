package io.nextclick.gateway;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A view in Redis, which other programs may read, too. Offsets are kept after all that was read
 * before them. What one poll brings is sent in one go. Several gateways that write the same view
 * write the same, so no one is chosen.
 */
final class RedisView implements View {

    private static final String PREFIX = "nextclick:" + Entries.LAYOUT + ":";
    private static final String OFFSETS = PREFIX + "offsets";

    private final RedisClient redis;

    /** What was put since the last flush; of the thread that writes. */
    private @Nullable Pipeline pipeline;

    /**
     * @param url {@code redis://[user:password@]host:port[/database]}
     */
    RedisView(String url) {
        redis = RedisClient.create(url);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] key(Kind kind, String key) {
        return bytes(PREFIX + kind.code() + ':' + key);
    }

    @Override
    public Names names() {
        return Names.WRITTEN_OUT;
    }

    @Override
    public byte @Nullable [] get(Kind kind, String key) {
        return redis.get(key(kind, key));
    }

    @Override
    public Map<String, byte[]> below(Kind kind, String key) {
        Map<String, byte[]> found = new HashMap<>();
        redis.hgetAll(key(kind, key))
                .forEach(
                        (part, value) ->
                                found.put(new String(part, StandardCharsets.UTF_8), value));
        return found;
    }

    @Override
    public void put(Kind kind, String key, byte @Nullable [] value) {
        int slash = key.lastIndexOf('/');
        if (kind.isBelow() && slash >= 0) {
            byte[] person = key(kind, key.substring(0, slash));
            byte[] segment = bytes(key.substring(slash + 1));
            if (value == null) {
                writing().hdel(person, segment);
            } else {
                writing().hset(person, segment, value);
            }
        } else if (value == null) {
            writing().del(key(kind, key));
        } else {
            writing().set(key(kind, key), value);
        }
    }

    private Pipeline writing() {
        Pipeline open = pipeline;
        if (open == null) {
            open = redis.pipelined();
            pipeline = open;
        }
        return open;
    }

    /**
     * Sends what was put, in one go.
     *
     * @throws JedisException if a part of it was not taken; it is read again then
     */
    @Override
    public void flush() {
        Pipeline open = pipeline;
        if (open == null) {
            return;
        }
        pipeline = null;
        try (open) {
            for (Object answer : open.syncAndReturnAll()) {
                if (answer instanceof JedisException refused) {
                    throw refused;
                }
            }
        }
    }

    @Override
    public Map<TopicPartition, Long> offsets() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        redis.hgetAll(OFFSETS)
                .forEach(
                        (name, offset) -> {
                            int slash = name.lastIndexOf('/');
                            offsets.put(
                                    new TopicPartition(
                                            name.substring(0, slash),
                                            Integer.parseInt(name.substring(slash + 1))),
                                    Long.parseLong(offset));
                        });
        return offsets;
    }

    @Override
    public void keep(Map<TopicPartition, Long> offsets) {
        flush();
        Map<String, String> all = new HashMap<>();
        offsets.forEach(
                (partition, offset) ->
                        all.put(
                                partition.topic() + '/' + partition.partition(),
                                Long.toString(offset)));
        if (!all.isEmpty()) {
            redis.hset(OFFSETS, all);
        }
    }

    @Override
    public void close() {
        Pipeline open = pipeline;
        if (open != null) {
            open.close();
        }
        redis.close();
    }
}
