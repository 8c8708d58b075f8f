package io.nextclick.cli;

import io.nextclick.flow.Occasion;
import io.nextclick.flow.PersonEvent;
import java.lang.management.ManagementFactory;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Counts events and reads the processor time of the task of the matching, in which it runs. The
 * times are up to the last event, or up to the last of {@value #EVERY} where events were repeated.
 */
final class MeasureCost extends ProcessFunction<PersonEvent, PersonEvent> {
    /** Names of the accumulators. */
    static final String EVENTS = "events";

    static final String TIMED = "timed";
    static final String CPU_NANOS = "cpu-nanos";
    static final String WALL_NANOS = "wall-nanos";

    private static final int EVERY = 256;

    private final long expected;

    private transient long events;
    private transient long timed;
    private transient long startCpu;
    private transient long startNanos;
    private transient long cpu;
    private transient long nanos;

    MeasureCost(long expected) {
        this.expected = expected;
    }

    @Override
    public void open(OpenContext context) {
        startCpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Override
    public void processElement(PersonEvent event, Context context, Collector<PersonEvent> out) {
        if (event.occasion() != Occasion.EVENT) {
            return;
        }
        if (events == 0) {
            startNanos = System.nanoTime();
        }
        events++;
        if (events % EVERY == 0 || events == expected) {
            cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - startCpu;
            nanos = System.nanoTime() - startNanos;
            timed = events;
        }
    }

    @Override
    public void close() {
        add(EVENTS, events);
        add(TIMED, timed);
        add(CPU_NANOS, cpu);
        add(WALL_NANOS, nanos);
    }

    private void add(String name, long value) {
        LongCounter counter = new LongCounter();
        counter.add(value);
        getRuntimeContext().addAccumulator(name, counter);
    }
}
