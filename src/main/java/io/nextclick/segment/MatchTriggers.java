package io.nextclick.segment;

import io.nextclick.event.SiteKey;
import io.nextclick.flow.ListRequests;
import io.nextclick.flow.PersonEvent;
import io.nextclick.rule.RuleUpdate;
import io.nextclick.writeback.EnumCounters;
import io.nextclick.writeback.KeyedCoWriteBack;
import io.nextclick.writeback.StateSpec;
import io.nextclick.writeback.StoredTimer;
import io.nextclick.writeback.SweepFunction;
import io.nextclick.writeback.WriteBackState;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Turns the events of persons into the same events with the segments that the person is in and with
 * what recommendation rules do to the list. Changes of segments go to a side output. The history of
 * a device that has changed hands is matched as if it had always been its person's.
 *
 * <p>Key: the person among all sites. The second input is broadcast: changes of the rules.
 *
 * <p>State: one {@link PersonTriggers} a person, at most one read and one write an event, bounded
 * by count; it goes when every window and membership has passed and the recent events are too old.
 * After a change of the {@link LiveRulesState} who does nothing is visited, a few at a time.
 *
 * <p>Timers: one event-time timer a person, at the earliest moment at which an absence is complete,
 * a membership ends or the value goes; set again when it fires and not with every event. Events
 * older than those that are remembered are late: only counted.
 */
public final class MatchTriggers
        extends KeyedCoWriteBack<PersonTriggers, PersonEvent, RuleUpdate, PersonEvent>
        implements SweepFunction {

    /** Changes of who is in which segment. */
    public static final OutputTag<SegmentChange> CHANGES =
            new OutputTag<>("segment-changes", TypeInformation.of(SegmentChange.class));

    private final TriggerSettings bounds;
    private final ListRequests requests;
    private transient Runnable sweep;
    private transient LiveRulesState live;
    private transient RuleSet rules;
    private transient PersonMatcher matcher;
    private transient EnumCounters<EventOrder.Outcome> outcomes;
    private transient EnumCounters<SegmentChange.Kind> changes;
    private transient Counter reminders;

    /**
     * @param bounds of how rules are matched and what is kept
     * @param limits objects in memory
     * @param requests for lists that no event asks for
     */
    public MatchTriggers(
            TriggerSettings bounds, WriteBackState.Limits limits, ListRequests requests) {
        super(state(), limits);
        this.bounds = bounds;
        this.requests = requests;
    }

    /** One {@link PersonTriggers} a person; its timers end it, so that every exit is emitted. */
    static StateSpec<PersonTriggers> state() {
        return StateSpec.value(
                "person-triggers", new PersonTriggersSerializer(), PersonTriggers::new);
    }

    @Override
    public void useSweep(Runnable start) {
        sweep = start;
    }

    @Override
    public int sweptPerSecond() {
        return bounds.sweepPerSecond();
    }

    @Override
    public void open(OpenContext context) throws Exception {
        live = new LiveRulesState(operatorState, bounds);
        rules = live.compiled();
        if (rules.epoch() > 0) {
            // A sweep that a restart cut short is not in the snapshot.
            sweep.run();
        }
        matcher = new PersonMatcher(rules, requests);
        var metrics = getRuntimeContext().getMetricGroup();
        outcomes = new EnumCounters<>(metrics, "triggerEvents", EventOrder.Outcome.class);
        changes = new EnumCounters<>(metrics, "memberships", SegmentChange.Kind.class);
        reminders = metrics.counter("reminders");
        metrics.gauge("rulesInForce", rules::size);
    }

    @Override
    public void processElement1(PersonEvent event, Context context, Collector<PersonEvent> out) {
        boolean asksRules = rules.epoch() > 0 || bounds.retainedEvents() > 0;
        if (!event.occasion().isMove() && (event.occasion().isOfItems() || !asksRules)) {
            out.collect(event);
            return;
        }
        String key = context.getCurrentKey();
        PersonTriggers person = state.get(key);
        if (event.occasion().isMove()) {
            matcher.replace(person, event);
            emit(key, person, context);
            matcher.moved(person, event).ifPresent(out::collect);
        } else if (event.learn()) {
            outcomes.inc(matcher.add(person, event));
            emit(key, person, context);
            out.collect(matcher.guided(person, event));
        } else {
            // Of what is not matched only its number counts, so that a reminder comes after it.
            person.sequence = Math.max(person.sequence, event.sequence());
            out.collect(event);
        }
        store(key, person, context);
    }

    @Override
    public void processElement2(RuleUpdate update, Context context, Collector<PersonEvent> out)
            throws Exception {
        live.apply(update);
        sweep.run();
    }

    @Override
    public void onTimer(long millis, OnTimerContext context, Collector<PersonEvent> out) {
        String key = context.getCurrentKey();
        PersonTriggers person = state.get(key);
        boolean visited = context.timeDomain() != TimeDomain.EVENT_TIME;
        if (visited && person.epoch == rules.epoch()) {
            // After a restart most persons are up to date; they need not be written again.
            return;
        }
        matcher.adopt(person, SiteKey.site(key));
        if (!visited) {
            matcher.passTo(person, millis);
        }
        List<SegmentChange> emitted = emit(key, person, context);
        PersonEvent reminder = visited ? null : matcher.reminder(person, emitted);
        if (reminder != null) {
            reminders.inc();
            out.collect(reminder);
        }
        store(key, person, context);
    }

    private List<SegmentChange> emit(String key, PersonTriggers person, Context context) {
        List<SegmentChange> emitted = matcher.changes(person, key, person.knownMillis());
        for (SegmentChange change : emitted) {
            changes.inc(change.kind());
            context.output(CHANGES, change);
        }
        return emitted;
    }

    private void store(String key, PersonTriggers person, Context context) {
        TimerService timers = context.timerService();
        long due = matcher.timerMillis(person, timers.currentWatermark());
        person.timerMillis = StoredTimer.move(timers, person.timerMillis, due);
        if (person.isIdle()) {
            state.remove(key);
        } else {
            state.changed(key);
        }
    }
}
