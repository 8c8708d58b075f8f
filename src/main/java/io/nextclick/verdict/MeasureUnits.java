package io.nextclick.verdict;

import io.nextclick.event.SiteKey;
import io.nextclick.experiment.Draw;
import io.nextclick.experiment.Experiment;
import io.nextclick.flow.ListOutcome;
import io.nextclick.writeback.StateSpec;
import io.nextclick.writeback.WriteBackState;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;

/**
 * Turns what became of a person's lists into changes of the sums of experiments. A person counts in
 * an arm from the first list that they saw of it; one who saw lists of several counts in none,
 * until those of all but one are taken back. Where each list gets an arm by itself, each counts by
 * itself.
 *
 * <p>Key: the person among all sites. The second input is broadcast: the experiments in force.
 *
 * <p>State: one {@link UnitSums} a person who saw a list, at most one read and one write a change,
 * at most {@value UnitMemory#MOST_ARMS} arms and {@value UnitMemory#MOST_WEEKS} weeks. It goes
 * {@code experiments.retention} after its last change. When experiments begin is broadcast state,
 * at most {@link io.nextclick.experiment.ExperimentBook#MOST}.
 *
 * <p>Timers: none. Late events change the sums like others.
 */
public final class MeasureUnits extends ExperimentsFunction<UnitSums, ListOutcome, UnitChange> {

    /** Metric of people whose arms are not kept. */
    static final String LEFT_OUT = "unitArmsLeftOut";

    private transient Counter leftOut;
    private transient Counter unknown;
    private transient Counter changes;

    /**
     * @param settings how long sums are kept
     * @param limits objects in memory
     */
    public MeasureUnits(VerdictSettings settings, WriteBackState.Limits limits) {
        super(state(Duration.ofMillis(settings.retentionMillis())), limits);
    }

    /** One {@link UnitSums} a key. */
    static StateSpec<UnitSums> state(Duration ttl) {
        return StateSpec.value("unit-sums", UnitSums.class, UnitSums::new).expiringAfter(ttl);
    }

    @Override
    public void open(OpenContext context) throws Exception {
        super.open(context);
        leftOut = getRuntimeContext().getMetricGroup().counter(LEFT_OUT);
        unknown = getRuntimeContext().getMetricGroup().counter("unknownArms");
        changes = getRuntimeContext().getMetricGroup().counter("unitChanges");
    }

    @Override
    public void processElement1(ListOutcome outcome, Context context, Collector<UnitChange> out) {
        String key = context.getCurrentKey();
        UnitSums unit = state.get(key);
        List<Draw.Drawn> arms = Draw.arms(outcome.arm());
        Map<String, UnitInArms> before = UnitInArms.of(unit);
        UnitMemory.addToWeek(unit, outcome);
        for (Draw.Drawn each : arms) {
            String experimentKey = SiteKey.of(SiteKey.site(key), each.experiment());
            Experiment experiment = experiments.get(experimentKey);
            if (experiment == null || experiment.place(each.arm()) < 0) {
                // Whoever writes events may name arms that there never were.
                unknown.inc();
            } else if (each.byList()) {
                String segment = experiment.allocation().segment(outcome.segments());
                emit(UnitInArms.ofList(experimentKey, each.arm(), segment, outcome), out);
            } else {
                long start = Math.max(0, experiment.startMillis());
                int place = UnitMemory.place(unit, each.experiment() + ':' + each.arm(), start);
                if (place < 0) {
                    leftOut.inc();
                } else {
                    UnitMemory.add(unit, place, outcome);
                }
            }
        }
        Map<String, UnitInArms> after = UnitInArms.of(unit);
        Map<String, UnitInArms> all = new HashMap<>(before);
        all.putAll(after);
        for (String experiment : all.keySet()) {
            UnitInArms.changes(
                            SiteKey.of(SiteKey.site(key), experiment),
                            before.get(experiment),
                            after.get(experiment))
                    .forEach(change -> emit(change, out));
        }
        UnitMemory.compact(unit);
        if (unit.isIdle()) {
            state.remove(key);
        } else {
            state.changed(key);
        }
    }

    private void emit(UnitChange change, Collector<UnitChange> out) {
        if (!change.isZero()) {
            changes.inc();
            out.collect(change);
        }
    }
}
