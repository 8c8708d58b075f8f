package io.nextclick.session;

import io.nextclick.event.Event;
import io.nextclick.event.QualityFinding;
import io.nextclick.event.ReasonCode;
import io.nextclick.flow.DeviceHistory;
import io.nextclick.flow.ListRequests;
import io.nextclick.flow.Occasion;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PersonInput;
import io.nextclick.writeback.EnumCounters;
import io.nextclick.writeback.KeyedWriteBack;
import io.nextclick.writeback.StateSpec;
import io.nextclick.writeback.StoredTimer;
import io.nextclick.writeback.WriteBackState;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Turns the events of persons into events with the visit so far, and emits updates of sessions to a
 * side output. A device's history that has changed hands changes sessions, goes on to the rules,
 * and corrects what items have learnt, as an event does that comes out of order.
 *
 * <p>Key: {@link PersonInput#personKey()}.
 *
 * <p>State: one {@link PersonVisits} a person, at most one read and one write an event: events of
 * sessions that may still change, settled sessions, and bought items, each bounded by count; TTL.
 *
 * <p>Timers: one event-time timer a person, at the earliest end or settling of a session; set again
 * when it fires. Late events within {@code session.allowed-lateness} open, extend and bridge
 * sessions. Later ones are counted, answered with their own item, and added to settled sessions.
 */
public final class StitchSession extends KeyedWriteBack<PersonVisits, PersonInput, PersonEvent>
        implements ListRequests {

    /** Updates of sessions. */
    public static final OutputTag<SessionSummary> SESSIONS =
            new OutputTag<>("sessions", TypeInformation.of(SessionSummary.class));

    /** Impossible sequences, outliers, floods, users of many devices, and too many currencies. */
    public static final OutputTag<QualityFinding> FINDINGS =
            new OutputTag<>("session-findings", TypeInformation.of(QualityFinding.class));

    private final SessionSettings rules;

    private transient PersonSessions sessions;
    private transient Counter late;
    private transient Counter bots;
    private transient Counter duplicates;
    private transient EnumCounters<SessionStatus> emitted;
    private transient EnumCounters<QualityFinding.Kind> findings;

    /**
     * @param rules how sessions are made
     * @param ttl how long a person is remembered
     * @param limits objects in memory
     */
    public StitchSession(SessionSettings rules, Duration ttl, WriteBackState.Limits limits) {
        super(state(ttl), limits);
        this.rules = rules;
    }

    /** One {@link PersonVisits} a key. */
    static StateSpec<PersonVisits> state(Duration ttl) {
        return StateSpec.value("person-visits", new PersonVisitsSerializer(), PersonVisits::new)
                .expiringAfter(ttl);
    }

    @Override
    public void open(OpenContext context) {
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        sessions = new PersonSessions(rules);
        late = metrics.counter("lateEvents");
        bots = metrics.addGroup(ReasonCode.METRIC_GROUP).counter(ReasonCode.BOT.name());
        duplicates = metrics.addGroup(ReasonCode.METRIC_GROUP).counter(ReasonCode.DUPLICATE.name());
        emitted = new EnumCounters<>(metrics, "sessions", SessionStatus.class);
        findings =
                new EnumCounters<>(metrics, QualityFinding.METRIC_GROUP, QualityFinding.Kind.class);
    }

    @Override
    public void processElement(PersonInput input, Context context, Collector<PersonEvent> out) {
        String person = context.getCurrentKey();
        PersonVisits visits = state.get(person);
        long watermark = context.timerService().currentWatermark();
        long armedMillis = SessionTimer.armedMillis(visits, rules, watermark);
        sessions.of(person, visits, watermark);
        long nowMillis = context.timerService().currentProcessingTime();
        DeviceHistory history = input.history();
        if (history != null) {
            UnaskedLists.replace(sessions, history, nowMillis, out::collect);
        }
        Event event = input.event();
        ReportedDeed reported = event == null ? null : ReportedDeeds.before(visits, event, rules);
        if (event != null && reported != null) {
            duplicates.inc();
            sessions.find(SessionFindings.ofReports(person, event, reported));
        } else if (event != null) {
            Stitching.Stitched stitched = Stitching.add(sessions, event, input.shown(), nowMillis);
            late.inc(stitched.late() ? 1 : 0);
            bots.inc(stitched.bot() ? 1 : 0);
            SessionFindings.find(sessions, event, stitched);
            sessions.correct(out::collect);
            out.collect(stitched.event());
        }
        emit(context);
        store(person, visits, armedMillis, context);
    }

    @Override
    public void onTimer(long millis, OnTimerContext context, Collector<PersonEvent> out) {
        String person = context.getCurrentKey();
        PersonVisits visits = state.get(person);
        visits.timerMillis = visits.timerMillis <= millis ? 0 : visits.timerMillis;
        sessions.of(person, visits, context.timerService().currentWatermark());
        if (Stitching.closeDue(sessions)) {
            emit(context);
            store(person, visits, visits.timerMillis, context);
        } else {
            // Its session went on; when the timer is then is known from what is stored already.
            arm(visits, visits.timerMillis, context);
        }
    }

    @Override
    public PersonEvent request(
            Occasion occasion,
            String personKey,
            long sequence,
            String id,
            long millis,
            String[] recentItems) {
        sessions.of(personKey, state.get(personKey));
        return UnaskedLists.of(sessions, occasion, sequence, id, millis, recentItems);
    }

    /** What is kept of the person whose element is being processed. */
    PersonVisits of(String personKey) {
        return state.get(personKey);
    }

    private void emit(Context context) {
        for (SessionSummary session : sessions.pending) {
            emitted.inc(session.status());
            context.output(SESSIONS, session);
            sessions.find(SessionFindings.ofOutlier(session));
            sessions.find(SessionFindings.ofCurrencies(session));
        }
        sessions.pending.clear();
        for (QualityFinding finding : sessions.found) {
            findings.inc(finding.kind());
            context.output(FINDINGS, finding);
        }
        sessions.found.clear();
    }

    private void store(String person, PersonVisits visits, long armedMillis, Context context) {
        if (visits.isIdle()) {
            StoredTimer.remove(context.timerService(), visits.timerMillis, armedMillis);
            state.remove(person);
            return;
        }
        arm(visits, armedMillis, context);
        state.changed(person);
    }

    /** Sets the timer if there is none early enough. */
    private void arm(PersonVisits visits, long armedMillis, Context context) {
        long due = SessionTimer.nextDueMillis(visits, rules);
        if (due != Long.MAX_VALUE && (armedMillis == 0 || due < armedMillis)) {
            StoredTimer.remove(context.timerService(), visits.timerMillis, armedMillis);
            visits.timerMillis = StoredTimer.move(context.timerService(), 0, due);
        }
    }
}
