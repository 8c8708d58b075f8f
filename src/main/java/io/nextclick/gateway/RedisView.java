package io.nextclick.gateway;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClient;

/**
 * A view in Redis, which other programs may read, too. Offsets are kept after all that was read
 * before them. Several gateways that write the same view write the same, so no one is chosen.
 */
final class RedisView implements View {

    private static final String PREFIX = "nextclick:";
    private static final String OFFSETS = PREFIX + "offsets";

    private final RedisClient redis;

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
        if (kind == Kind.SEGMENT && slash >= 0) {
            byte[] person = key(kind, key.substring(0, slash));
            byte[] segment = bytes(key.substring(slash + 1));
            if (value == null) {
                redis.hdel(person, segment);
            } else {
                redis.hset(person, segment, value);
            }
        } else if (value == null) {
            redis.del(key(kind, key));
        } else {
            redis.set(key(kind, key), value);
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
        redis.close();
    }
}
