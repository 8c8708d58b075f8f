package io.nextclick.session;

import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import io.nextclick.event.QualityFinding;
import io.nextclick.event.ReasonCode;
import io.nextclick.event.SiteKey;
import io.nextclick.flow.DeviceHistory;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PersonInput;
import io.nextclick.writeback.EnumCounters;
import io.nextclick.writeback.KeyedWriteBack;
import io.nextclick.writeback.StateSpec;
import io.nextclick.writeback.WriteBackState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Turns the events of persons into events with the visit so far, and tells of sessions on the side;
 * the history of a device that has changed hands changes the sessions and nothing else.
 *
 * <p>Key: {@link PersonInput#personKey()}.
 *
 * <p>State: one {@link PersonVisits} a person, at most one read and one write an event: the events
 * of sessions that late events may still change, settled sessions, and bought items, each bounded
 * by count; it goes by its TTL, {@code session.person-ttl}.
 *
 * <p>Timers: one event-time timer a person, at the earliest end or settling of a session; it is not
 * moved with every event but set again when it fires. Late events within {@code
 * session.allowed-lateness} open, extend and bridge sessions. Later ones are counted, answered with
 * their own item alone, learnt as visits of it, and added to the settled session that they reach.
 */
public final class StitchSession extends KeyedWriteBack<PersonVisits, PersonInput, PersonEvent> {

    /** News of sessions. */
    public static final OutputTag<SessionSummary> SESSIONS =
            new OutputTag<>("sessions", TypeInformation.of(SessionSummary.class));

    /** Impossible sequences and outliers. */
    public static final OutputTag<QualityFinding> FINDINGS =
            new OutputTag<>("session-findings", TypeInformation.of(QualityFinding.class));

    private static final long serialVersionUID = 1L;

    private final SessionRules rules;

    private transient List<SessionSummary> news;
    private transient Counter late;
    private transient Counter bots;
    private transient EnumCounters<SessionStatus> emitted;
    private transient EnumCounters<QualityFinding.Kind> findings;

    /**
     * @param rules how sessions are made
     * @param ttl how long a person is remembered
     * @param limits objects in memory
     */
    public StitchSession(SessionRules rules, Duration ttl, WriteBackState.Limits limits) {
        super(state(ttl), limits);
        this.rules = rules;
    }

    /** One {@link PersonVisits} a key. */
    static StateSpec<PersonVisits> state(Duration ttl) {
        return StateSpec.value("person-visits", PersonVisits.class, PersonVisits::new)
                .expiringAfter(ttl);
    }

    @Override
    public void open(OpenContext context) {
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        news = new ArrayList<>();
        late = metrics.counter("lateEvents");
        bots = metrics.addGroup(ReasonCode.METRIC_GROUP).counter(ReasonCode.BOT.name());
        emitted = new EnumCounters<>(metrics, "sessions", SessionStatus.class);
        findings =
                new EnumCounters<>(metrics, QualityFinding.METRIC_GROUP, QualityFinding.Kind.class);
    }

    @Override
    public void processElement(PersonInput input, Context context, Collector<PersonEvent> out) {
        String person = context.getCurrentKey();
        PersonVisits visits = state.get(person);
        long watermark = context.timerService().currentWatermark();
        Event event = input.event();
        DeviceHistory history = input.history();
        if (history != null) {
            visits.replace(person, history, rules, news, watermark);
        }
        if (event != null) {
            PersonVisits.Stitched stitched =
                    visits.add(
                            person,
                            event,
                            input.shown(),
                            rules,
                            news,
                            watermark,
                            context.timerService().currentProcessingTime());
            if (stitched.late()) {
                late.inc();
            }
            if (stitched.bot()) {
                bots.inc();
            }
            checkSequence(person, event, visits, context);
            out.collect(stitched.event());
        }
        tell(context);
        store(person, visits, context);
    }

    @Override
    public void onTimer(long millis, OnTimerContext context, Collector<PersonEvent> out) {
        String person = context.getCurrentKey();
        PersonVisits visits = state.get(person);
        if (visits.timerMillis <= millis) {
            visits.timerMillis = 0;
        }
        visits.closeDue(person, rules, news, context.timerService().currentWatermark());
        tell(context);
        store(person, visits, context);
    }

    /** Finds what cannot happen in a shop whose events are complete. */
    private void checkSequence(String person, Event event, PersonVisits visits, Context context) {
        if (event.type() == EventType.CHECKOUT && !visits.hasAdded(null)) {
            find(
                    QualityFinding.Kind.CHECKOUT_WITHOUT_CART,
                    person,
                    event.eventId(),
                    event.occurredAtMillis(),
                    "nothing was put into the cart as far as is remembered",
                    context);
        } else if (event.type() == EventType.REMOVE_FROM_CART && !visits.hasAdded(event.itemId())) {
            find(
                    QualityFinding.Kind.REMOVAL_WITHOUT_CART,
                    person,
                    event.eventId(),
                    event.occurredAtMillis(),
                    "the item was not put into the cart as far as is remembered",
                    context);
        }
    }

    private void tell(Context context) {
        for (SessionSummary session : news) {
            emitted.inc(session.status());
            context.output(SESSIONS, session);
            if (session.outlier() && session.status() == SessionStatus.CLOSED) {
                find(
                        QualityFinding.Kind.OUTLIER_SESSION,
                        session.personKey(),
                        null,
                        session.endedAtMillis(),
                        "session %s lasted %d s with %d events"
                                .formatted(
                                        session.sessionId(),
                                        (session.endedAtMillis() - session.startedAtMillis())
                                                / 1000,
                                        session.events()),
                        context);
            }
        }
        news.clear();
    }

    private void find(
            QualityFinding.Kind kind,
            String person,
            @Nullable String eventId,
            long millis,
            String detail,
            Context context) {
        findings.inc(kind);
        context.output(
                FINDINGS,
                new QualityFinding(
                        kind,
                        SiteKey.site(person),
                        SiteKey.id(person),
                        null,
                        eventId,
                        millis,
                        detail));
    }

    private void store(String person, PersonVisits visits, Context context) {
        long due = visits.nextDueMillis(rules);
        if (visits.isIdle()) {
            if (visits.timerMillis != 0) {
                context.timerService().deleteEventTimeTimer(visits.timerMillis);
            }
            state.remove(person);
            return;
        }
        if (due != Long.MAX_VALUE && (visits.timerMillis == 0 || due < visits.timerMillis)) {
            if (visits.timerMillis != 0) {
                context.timerService().deleteEventTimeTimer(visits.timerMillis);
            }
            context.timerService().registerEventTimeTimer(due);
            visits.timerMillis = due;
        }
        state.changed(person);
    }
}
