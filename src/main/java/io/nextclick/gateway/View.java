package io.nextclick.gateway;

import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What compacted topics hold, by key. One thread writes, many read.
 *
 * <p>An entry is gone when its topic's tombstone was read. So a view is as large as the topics.
 */
interface View extends AutoCloseable {

    /** What an entry is of. The code is stored. */
    enum Kind {
        LIST(1, false),
        IDENTITY(2, false),
        ITEM(3, false),
        SEGMENT(4, true),
        SIMILAR(5, false),
        POPULAR(6, false),
        EXPERIMENT(7, true),
        ALARM(8, true);

        private final byte code;
        private final boolean below;

        Kind(int code, boolean below) {
            this.code = (byte) code;
            this.below = below;
        }

        /** True of entries that are asked for by what is before the last part of their keys. */
        boolean isBelow() {
            return below;
        }

        byte code() {
            return code;
        }
    }

    /** Opens the view that the settings name. */
    static View open(GatewaySettings settings) {
        Path folder = settings.viewDirectory();
        String url = settings.redisUrl();
        if (settings.view() == ViewKind.ROCKSDB && folder != null) {
            return new RocksView(folder);
        }
        if (settings.view() == ViewKind.REDIS && url != null) {
            return new RedisView(url);
        }
        return new HeapView();
    }

    /** How names are written into values. */
    Names names();

    /** A value; null if there is none. */
    byte @Nullable [] get(Kind kind, String key);

    /** The values whose keys are this one, a slash and one more part, by that part. */
    Map<String, byte[]> below(Kind kind, String key);

    /**
     * Sets or removes a value. Readers may see that only after {@link #flush()}.
     *
     * @param value null removes it
     */
    void put(Kind kind, String key, byte @Nullable [] value);

    /** Lets readers see all that was put. */
    default void flush() {
        // Most views show at once what is put.
    }

    /** The offsets up to which the view was read and kept; empty if it begins anew. */
    Map<TopicPartition, Long> offsets();

    /** Keeps what was put, and the offsets up to which it was read. */
    void keep(Map<TopicPartition, Long> offsets);

    @Override
    void close();
}
