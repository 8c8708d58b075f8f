package io.nextclick.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * A view on disk. A restart goes on at the offsets that were kept: they are written after all that
 * was read before them, so what a crash loses is read again.
 */
final class RocksView implements View {

    private static final byte OFFSET = (byte) 0xFF;

    private final Options options;
    private final WriteOptions unsynced;
    private final WriteOptions synced;
    private final RocksDB db;

    /**
     * @param folder where it is kept, in a folder of its layout; made if need be
     */
    RocksView(Path folder) {
        Path own = folder.resolve("layout-" + Entries.LAYOUT);
        RocksDB.loadLibrary();
        options = new Options().setCreateIfMissing(true);
        unsynced = new WriteOptions();
        synced = new WriteOptions().setSync(true);
        try {
            Files.createDirectories(own);
            db = RocksDB.open(options, own.toString());
        } catch (IOException | RocksDBException e) {
            throw new IllegalStateException("the folder of the view cannot be used", e);
        }
    }

    @Override
    public Names names() {
        return Names.WRITTEN_OUT;
    }

    private static byte[] key(Kind kind, String key) {
        byte[] text = key.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + text.length).put(kind.code()).put(text).array();
    }

    @Override
    public byte @Nullable [] get(Kind kind, String key) {
        try {
            return db.get(key(kind, key));
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    @Override
    public Map<String, byte[]> below(Kind kind, String key) {
        byte[] prefix = key(kind, key + '/');
        Map<String, byte[]> found = new HashMap<>();
        try (RocksIterator each = db.newIterator()) {
            for (each.seek(prefix); each.isValid() && begins(each.key(), prefix); each.next()) {
                byte[] whole = each.key();
                String part =
                        new String(
                                whole,
                                prefix.length,
                                whole.length - prefix.length,
                                StandardCharsets.UTF_8);
                if (part.indexOf('/') < 0) {
                    found.put(part, each.value());
                }
            }
        }
        return found;
    }

    private static boolean begins(byte[] key, byte[] prefix) {
        return key.length > prefix.length
                && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    @Override
    public void put(Kind kind, String key, byte @Nullable [] value) {
        try {
            if (value == null) {
                db.delete(unsynced, key(kind, key));
            } else {
                db.put(unsynced, key(kind, key), value);
            }
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    @Override
    public Map<TopicPartition, Long> offsets() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        byte[] prefix = {OFFSET};
        try (RocksIterator each = db.newIterator()) {
            for (each.seek(prefix); each.isValid() && begins(each.key(), prefix); each.next()) {
                byte[] key = each.key();
                String name = new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
                int slash = name.lastIndexOf('/');
                offsets.put(
                        new TopicPartition(
                                name.substring(0, slash),
                                Integer.parseInt(name.substring(slash + 1))),
                        ByteBuffer.wrap(each.value()).getLong());
            }
        }
        return offsets;
    }

    @Override
    public void keep(Map<TopicPartition, Long> offsets) {
        try (WriteBatch batch = new WriteBatch()) {
            for (Map.Entry<TopicPartition, Long> each : offsets.entrySet()) {
                byte[] name =
                        (each.getKey().topic() + '/' + each.getKey().partition())
                                .getBytes(StandardCharsets.UTF_8);
                batch.put(
                        ByteBuffer.allocate(1 + name.length).put(OFFSET).put(name).array(),
                        ByteBuffer.allocate(Long.BYTES).putLong(each.getValue()).array());
            }
            // The log is in order: once this is on disk, so is all that was put before it.
            db.write(synced, batch);
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    private static IllegalStateException failed(RocksDBException e) {
        return new IllegalStateException("the view on disk failed", e);
    }

    @Override
    public void close() {
        db.close();
        unsynced.close();
        synced.close();
        options.close();
    }
}
