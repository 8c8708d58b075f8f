package io.nextclick.feedback;

import io.nextclick.event.Event;
import io.nextclick.flow.DeviceHistory;
import io.nextclick.flow.ListOutcome;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PastList;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.RecentEvents;
import io.nextclick.writeback.KeyedWriteBack;
import io.nextclick.writeback.StateSpec;
import io.nextclick.writeback.StoredTimer;
import io.nextclick.writeback.WriteBackState;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Passes the events of persons on, and turns what they did into feedback on the lists that they
 * saw, which goes to side outputs. The history of a device that has changed hands is taken in as if
 * it had always been its person's.
 *
 * <p>Key: the person among all sites.
 *
 * <p>State: one {@link PersonFeedback} a person who saw a list, at most one read and one write an
 * event; of who saw none, none. By source at most {@code feedback.max-lists} lists and {@value
 * FeedbackBounds#MAX_EVENTS} events, of {@value FeedbackBounds#MAX_SOURCES} sources. It goes {@code
 * feedback.correction-window} after its newest list was opened, at the latest by its TTL.
 *
 * <p>Timers: one event-time timer a person, at the earliest moment at which a list is complete or
 * final. Events that come later than the correction window are only counted.
 */
public final class AttributeFeedback
        extends KeyedWriteBack<PersonFeedback, PersonEvent, PersonEvent> {

    /** What became of lists. */
    public static final OutputTag<Feedback> FEEDBACK =
            new OutputTag<>("feedback", TypeInformation.of(Feedback.class));

    /** By how much counts change. */
    public static final OutputTag<FeedbackDelta> DELTAS =
            new OutputTag<>("feedback-deltas", TypeInformation.of(FeedbackDelta.class));

    /** What became of lists before and now, for who measures people. */
    public static final OutputTag<ListOutcome> OUTCOMES =
            new OutputTag<>("list-outcomes", TypeInformation.of(ListOutcome.class));

    private static final Duration SPARE = Duration.ofDays(1);

    private final FeedbackSettings rules;
    private final RecentEvents visits;

    private transient FeedbackUpdate update;
    private transient Counter records;
    private transient Counter retracted;
    private transient Counter orphans;
    private transient Counter late;
    private transient Counter forgotten;
    private transient Counter foreign;

    /**
     * @param rules how events are given to lists
     * @param limits objects in memory
     * @param visits what the person's visits still have event by event
     */
    public AttributeFeedback(
            FeedbackSettings rules, WriteBackState.Limits limits, RecentEvents visits) {
        super(state(Duration.ofMillis(rules.correctionMillis()).plus(SPARE)), limits);
        this.rules = rules;
        this.visits = visits;
    }

    /** One {@link PersonFeedback} a key. */
    static StateSpec<PersonFeedback> state(Duration ttl) {
        return StateSpec.value(
                        "person-feedback", new PersonFeedbackSerializer(), PersonFeedback::new)
                .expiringAfter(ttl);
    }

    @Override
    public void open(OpenContext context) {
        update = new FeedbackUpdate(rules);
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        records = metrics.counter("feedbackRecords");
        retracted = metrics.counter("retractedFeedback");
        orphans = metrics.counter("orphanClicks");
        late = metrics.counter("lateListEvents");
        forgotten = metrics.counter("forgottenLists");
        foreign = metrics.counter("foreignTokens");
    }

    @Override
    public void processElement(PersonEvent event, Context context, Collector<PersonEvent> out) {
        DeviceHistory history = event.history();
        String key = context.getCurrentKey();
        if (history != null && rules.counts()) {
            if (history.isListed() || sawLists(key, event.event().occurredAtMillis())) {
                replace(key, history, context);
            }
        } else if (!event.occasion().isOfItems() && event.learn() && rules.counts()) {
            take(key, event.event(), context);
        }
        out.collect(event);
    }

    private boolean sawLists(String key, long millis) {
        return visits.sawLists(key, millis - rules.correctionMillis());
    }

    private void take(String key, Event event, Context context) {
        boolean named = event.context().list().isNamed();
        PastList list = named ? PastList.of(event) : null;
        foreign.inc(named && list == null && PastList.isForeign(event) ? 1 : 0);
        if (list == null
                && !(FeedbackMemory.mayFollow(event) && sawLists(key, event.occurredAtMillis()))) {
            return;
        }
        PersonFeedback person = state.get(key);
        boolean changed = update.begin(key, person, context.timerService().currentWatermark());
        PastEvent past = PastEvent.of(event).with(list);
        if (update.memory.isTooLate(person, past)) {
            late.inc(list == null ? 0 : 1);
        } else {
            changed |= update.memory.add(person, past, since -> visits.recent(key, since));
        }
        publish(key, person, changed, context);
    }

    private void replace(String key, DeviceHistory history, Context context) {
        PersonFeedback person = state.get(key);
        boolean changed = update.begin(key, person, context.timerService().currentWatermark());
        changed |= update.memory.replace(person, history, since -> visits.recent(key, since));
        publish(key, person, changed, context);
    }

    @Override
    public void onTimer(long millis, OnTimerContext context, Collector<PersonEvent> out) {
        String key = context.getCurrentKey();
        PersonFeedback person = state.get(key);
        person.timerMillis = person.timerMillis <= millis ? 0 : person.timerMillis;
        update.begin(key, person, Math.max(millis, context.timerService().currentWatermark()));
        publish(key, person, true, context);
    }

    private void publish(String key, PersonFeedback person, boolean changed, Context context) {
        if (!changed) {
            return;
        }
        forgotten.inc(update.memory.bounds.evicted.size());
        for (FeedbackUpdate.Change change : update.end()) {
            records.inc();
            retracted.inc(change.isRetraction() ? 1 : 0);
            orphans.inc(change.orphanClicks());
            context.output(FEEDBACK, change.emitted());
            change.deltas().forEach(each -> context.output(DELTAS, each));
            change.outcomes(rules.currency()).forEach(each -> context.output(OUTCOMES, each));
        }
        store(key, person, context.timerService());
    }

    private void store(String key, PersonFeedback person, TimerService timers) {
        long due = update.dueMillis();
        if (due == 0) {
            StoredTimer.move(timers, person.timerMillis, 0);
            state.remove(key);
            return;
        }
        boolean lost = StoredTimer.isLost(person.timerMillis, timers.currentWatermark());
        long set = lost ? 0 : person.timerMillis;
        if (set == 0 || due < set) {
            person.timerMillis = StoredTimer.move(timers, set, due);
        }
        state.changed(key);
    }
}
