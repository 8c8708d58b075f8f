package io.nextclick.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Processor time of the threads of this process that are not Java's: the compiler's, the
 * collector's, RocksDB's. Linux tells; elsewhere they are among the others.
 */
final class NativeThreads {

    private static final Path TASKS = Path.of("/proc/self/task");

    private NativeThreads() {}

    /** By ids below 0, so that none is a Java thread's. */
    static Map<Long, Reading.Use> uses() {
        Map<Long, Reading.Use> uses = new HashMap<>();
        if (!Files.isDirectory(TASKS)) {
            return uses;
        }
        try (Stream<Path> tasks = Files.list(TASKS)) {
            for (Path task : tasks.toList()) {
                add(task, uses);
            }
        } catch (IOException e) {
            uses.clear();
        }
        return uses;
    }

    private static void add(Path task, Map<Long, Reading.Use> uses) {
        try {
            String name = Files.readString(task.resolve("comm")).strip();
            if (isNative(name)) {
                String times = Files.readString(task.resolve("schedstat"));
                long nanos = Long.parseLong(times.substring(0, times.indexOf(' ')));
                long id = Long.parseLong(String.valueOf(task.getFileName()));
                uses.put(-id, new Reading.Use(name, nanos, 0));
            }
        } catch (IOException e) {
            // It has ended in between.
        }
    }

    private static boolean isNative(String name) {
        return name.startsWith("rocksdb:")
                || name.startsWith("C1 Compiler")
                || name.startsWith("C2 Compiler")
                || name.startsWith("GC Thread")
                || name.startsWith("VM Thread");
    }
}
