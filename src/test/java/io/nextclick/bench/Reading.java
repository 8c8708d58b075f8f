package io.nextclick.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What this JVM has used up to a moment.
 *
 * @param nanos the moment, by this machine's clock
 * @param cpuNanos processor time of the process
 * @param brokerNanos processor time of the broker's process; null if it is not to be had
 * @param events events read so far
 * @param records records that tasks got from tasks
 * @param bytes their bytes by the task that gets them
 * @param accesses reads and writes of keyed state
 * @param threads what each thread used, by its id
 */
record Reading(
        long nanos,
        long cpuNanos,
        @Nullable Long brokerNanos,
        long events,
        long records,
        Map<String, Long> bytes,
        long accesses,
        Map<Long, Use> threads) {

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What a thread used; it allocates nothing that is counted if it is not Java's. */
    record Use(String name, long cpuNanos, long allocatedBytes) {}

    static Reading take(long events, long brokerPid) {
        Counters counters = Counters.HERE;
        return new Reading(
                System.nanoTime(),
                PROCESS.getProcessCpuTime(),
                cpuOf(brokerPid),
                events,
                counters.records(),
                counters.bytes(),
                counters.stateAccesses(),
                usesByThread());
    }

    private static @Nullable Long cpuOf(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .map(Duration::toNanos)
                .orElse(null);
    }

    private static Map<Long, Use> usesByThread() {
        Map<Long, Use> uses = new HashMap<>(NativeThreads.uses());
        long[] ids = THREADS.getAllThreadIds();
        long[] cpu = THREADS.getThreadCpuTime(ids);
        long[] allocated = THREADS.getThreadAllocatedBytes(ids);
        var infos = THREADS.getThreadInfo(ids);
        for (int i = 0; i < ids.length; i++) {
            if (infos[i] != null && cpu[i] >= 0) {
                uses.put(ids[i], new Use(infos[i].getThreadName(), cpu[i], allocated[i]));
            }
        }
        return uses;
    }

    /** Figures an event of the time since another reading. */
    Map<String, @Nullable Object> since(Reading before) {
        long count = events - before.events;
        if (count <= 0) {
            throw new IllegalStateException("no event was read in the time that was measured");
        }
        double seconds = (nanos - before.nanos) / 1e9;
        Map<String, Long> byKind = new TreeMap<>();
        Map<String, Long> byTask = new TreeMap<>();
        long allocated = 0;
        long known = 0;
        for (Map.Entry<Long, Use> entry : threads.entrySet()) {
            Use use = entry.getValue();
            Use past = before.threads.getOrDefault(entry.getKey(), new Use("", 0, 0));
            long cpu = use.cpuNanos - past.cpuNanos;
            String task = ThreadKind.taskOf(use.name);
            if (task != null) {
                byTask.merge(task, cpu, Long::sum);
            }
            byKind.merge(ThreadKind.of(use.name), cpu, Long::sum);
            allocated += use.allocatedBytes - past.allocatedBytes;
            known += cpu;
        }
        long cpu = cpuNanos - before.cpuNanos;
        byKind.merge(ThreadKind.OTHER, Math.max(0, cpu - known), Long::sum);
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        figures.put("events", count);
        figures.put("seconds", seconds);
        figures.put("events_per_s", count / seconds);
        figures.put("cpu_us", cpu / 1e3 / count);
        Long then = before.brokerNanos;
        figures.put(
                "broker_cpu_us",
                brokerNanos == null || then == null ? null : (brokerNanos - then) / 1e3 / count);
        figures.put("alloc_kb", allocated / 1e3 / count);
        figures.put("messages", (double) (records - before.records) / count);
        Map<String, Long> got = new TreeMap<>(bytes);
        before.bytes.forEach((task, past) -> got.merge(task, -past, Long::sum));
        Map<String, Double> in = perEvent(got, (double) count);
        figures.put(
                "bytes_between_tasks", in.values().stream().mapToDouble(Double::doubleValue).sum());
        figures.put("bytes", in);
        figures.put("state_accesses", (double) (accesses - before.accesses) / count);
        figures.put("threads", threads.size());
        figures.put("kinds", perEvent(byKind, 1e3 * count));
        figures.put("tasks", perEvent(byTask, 1e3 * count));
        return figures;
    }

    private static Map<String, Double> perEvent(Map<String, Long> sums, double events) {
        Map<String, Double> figures = new LinkedHashMap<>();
        sums.forEach((name, sum) -> figures.put(name, sum / events));
        return figures;
    }
}
