package io.nextclick.session;

import io.nextclick.event.Event;
import io.nextclick.event.PersonEvent;
import io.nextclick.event.ReasonCode;
import io.nextclick.writeback.StateAccess;
import io.nextclick.writeback.WriteBackFunction;
import io.nextclick.writeback.WriteBackState;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Turns events into events at their person, with the visit so far, and closed visits on the side.
 *
 * <p>Key: {@link Event#personKey()}.
 *
 * <p>State: one {@link PersonVisits} a person, at most one read and one write an event; it goes
 * when its sessions are closed and nothing was bought, at the latest by its TTL, {@code
 * session.person-ttl}.
 *
 * <p>Timers: one event-time timer a person, at the earliest end of a session; it is not moved with
 * every event but set again when it fires. Late events, whose session was closed, are counted,
 * answered, and learnt as visits of their item alone.
 */
public final class StitchSession extends KeyedProcessFunction<String, Event, PersonEvent>
        implements WriteBackFunction {

    /** Closed visits. */
    public static final OutputTag<SessionSummary> SESSIONS =
            new OutputTag<>("sessions", TypeInformation.of(SessionSummary.class));

    private static final long serialVersionUID = 1L;

    private final SessionRules rules;
    private final Duration ttl;
    private final WriteBackState.Limits limits;

    private transient Consumer<String> currentKey;
    private transient WriteBackState<PersonVisits> visits;
    private transient Counter late;
    private transient Counter bots;

    /**
     * @param rules how visits are made
     * @param ttl how long a person is remembered
     * @param limits objects in memory
     */
    public StitchSession(SessionRules rules, Duration ttl, WriteBackState.Limits limits) {
        this.rules = rules;
        this.ttl = ttl;
        this.limits = limits;
    }

    @Override
    public void useKeys(Consumer<String> keys) {
        currentKey = keys;
    }

    @Override
    public WriteBackState<?> writeBackState() {
        return visits;
    }

    @Override
    public void open(OpenContext context) {
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        visits =
                WriteBackState.open(
                        limits,
                        PersonVisits::new,
                        getRuntimeContext().getState(PersonVisitsState.descriptor(ttl)),
                        currentKey,
                        new StateAccess(metrics));
        late = metrics.counter("lateEvents");
        bots = metrics.addGroup(ReasonCode.METRIC_GROUP).counter(ReasonCode.BOT.name());
    }

    @Override
    public void processElement(Event event, Context context, Collector<PersonEvent> out) {
        String person = context.getCurrentKey();
        PersonVisits visits = this.visits.get(person);
        PersonVisits.Stitched stitched =
                visits.add(
                        event,
                        rules,
                        context.timerService().currentWatermark(),
                        context.timerService().currentProcessingTime());
        if (stitched.late()) {
            late.inc();
        }
        if (stitched.bot()) {
            bots.inc();
        }
        out.collect(stitched.event());
        for (OpenSession closed : stitched.closed()) {
            context.output(SESSIONS, SessionSummary.of(person, closed));
        }
        store(person, visits, context);
    }

    @Override
    public void onTimer(long millis, OnTimerContext context, Collector<PersonEvent> out) {
        String person = context.getCurrentKey();
        PersonVisits visits = this.visits.get(person);
        for (OpenSession closed :
                visits.closeDue(rules, context.timerService().currentWatermark())) {
            context.output(SESSIONS, SessionSummary.of(person, closed));
        }
        if (visits.timerMillis <= millis) {
            visits.timerMillis = 0;
        }
        store(person, visits, context);
    }

    private void store(String person, PersonVisits visits, Context context) {
        if (visits.isIdle()) {
            if (visits.timerMillis != 0) {
                context.timerService().deleteEventTimeTimer(visits.timerMillis);
            }
            this.visits.remove(person);
            return;
        }
        long due = visits.nextDueMillis(rules);
        if (due != Long.MAX_VALUE && (visits.timerMillis == 0 || due < visits.timerMillis)) {
            if (visits.timerMillis != 0) {
                context.timerService().deleteEventTimeTimer(visits.timerMillis);
            }
            context.timerService().registerEventTimeTimer(due);
            visits.timerMillis = due;
        }
        this.visits.changed(person);
    }
}
