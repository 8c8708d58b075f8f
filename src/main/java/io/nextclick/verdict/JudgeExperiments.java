package io.nextclick.verdict;

import io.nextclick.experiment.Experiment;
import io.nextclick.writeback.StateSpec;
import io.nextclick.writeback.StoredTimer;
import io.nextclick.writeback.WriteBackState;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.util.Collector;

/**
 * Adds up what units add to an experiment, and says how it stands.
 *
 * <p>Key: the experiment among all sites. The second input is broadcast: the experiments in force.
 *
 * <p>State: one {@link ExperimentSums} an experiment, at most {@value ExperimentSums#MOST_ARMS}
 * arms, about 5 kB, and {@value ExperimentSums#MOST_SEGMENT_ARMS} of segments, about 40 kB. It goes
 * {@code experiments.retention} after its last change. The experiments are broadcast state, at most
 * {@link io.nextclick.experiment.ExperimentBook#MOST}.
 *
 * <p>Timers: one processing-time timer an experiment, {@code experiments.publish-interval} after
 * the first change since the last result. Of an experiment that is not in force nothing is emitted;
 * its sums are kept, since its definition may be on its way.
 */
public final class JudgeExperiments
        extends ExperimentsFunction<ExperimentSums, UnitChange, ExperimentResult> {

    private final VerdictSettings settings;

    private transient Judge judge;
    private transient Counter results;
    private transient Counter leftOut;

    /**
     * @param settings how experiments are judged
     * @param limits objects in memory
     */
    public JudgeExperiments(VerdictSettings settings, WriteBackState.Limits limits) {
        super(state(Duration.ofMillis(settings.retentionMillis())), limits);
        this.settings = settings;
    }

    /** One {@link ExperimentSums} a key. */
    static StateSpec<ExperimentSums> state(Duration ttl) {
        return StateSpec.value("experiment-sums", ExperimentSums.class, ExperimentSums::new)
                .expiringAfter(ttl);
    }

    @Override
    public void open(OpenContext context) throws Exception {
        super.open(context);
        judge = new Judge(settings);
        results = getRuntimeContext().getMetricGroup().counter("experimentResults");
        leftOut = getRuntimeContext().getMetricGroup().counter("experimentArmsLeftOut");
    }

    @Override
    public void processElement1(
            UnitChange change, Context context, Collector<ExperimentResult> out) {
        String key = context.getCurrentKey();
        ExperimentSums sums = state.get(key);
        TimerService timers = context.timerService();
        boolean added = sums.add(change);
        leftOut.inc(added ? 0 : 1);
        if (!added && change.segment().isEmpty()) {
            return;
        }
        if (sums.firstMillis == 0) {
            sums.firstMillis = timers.currentProcessingTime();
        }
        sums.timerMillis = StoredTimer.arm(timers, sums.timerMillis, settings.intervalMillis());
        state.changed(key);
    }

    @Override
    public void onTimer(long millis, OnTimerContext context, Collector<ExperimentResult> out) {
        String key = context.getCurrentKey();
        ExperimentSums sums = state.get(key);
        if (sums.timerMillis == 0 || sums.timerMillis > millis) {
            return;
        }
        sums.timerMillis = 0;
        Experiment experiment = experiments.get(key);
        if (experiment != null) {
            sums.number++;
            results.inc();
            out.collect(
                    judge.judge(experiment, sums, context.timerService().currentProcessingTime()));
        }
        state.changed(key);
    }
}
