package io.nextclick.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says by its name what a thread of a Flink process is for. */
final class ThreadKind {

    static final String OTHER = "other";

    private static final String TASKS = "tasks";

    /** A task's thread: its chain of operators, the subtask, and how often it was started. */
    private static final Pattern TASK = Pattern.compile("(.+) \\(\\d+/\\d+\\)#\\d+");

    /** What a name begins with; several carry a task's name behind it. */
    private static final Map<String, String> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("OutputFlusher", "output flushers");
        KINDS.put("Source Data Fetcher", "source fetchers");
        KINDS.put("kafka-producer-network-thread", "Kafka producers");
        KINDS.put("Time Trigger", "time triggers");
        KINDS.put("Checkpoint", "checkpoints and async");
        KINDS.put("AsyncOperations", "checkpoints and async");
        KINDS.put("Async calls", "checkpoints and async");
        KINDS.put("jobmanager-io", "checkpoints and async");
        KINDS.put("cluster-io", "checkpoints and async");
        KINDS.put("rocksdb:", "RocksDB background");
        KINDS.put("C1 Compiler", "JIT compiler");
        KINDS.put("C2 Compiler", "JIT compiler");
        KINDS.put("Sweeper", "JIT compiler");
        KINDS.put("GC Thread", "garbage collection");
        KINDS.put("G1 ", "garbage collection");
        KINDS.put("VM Thread", "garbage collection");
    }

    private ThreadKind() {}

    static String of(String thread) {
        for (Map.Entry<String, String> kind : KINDS.entrySet()) {
            if (thread.startsWith(kind.getKey())) {
                return kind.getValue();
            }
        }
        return TASK.matcher(thread).matches() ? TASKS : OTHER;
    }

    /** The chain of operators that a thread runs; null if it is no task's. */
    static @Nullable String taskOf(String thread) {
        Matcher task = TASK.matcher(thread);
        return of(thread).equals(TASKS) && task.matches() ? task.group(1) : null;
    }
}
