package io.nextclick.segment;

import io.nextclick.event.SiteKey;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PersonMetrics;
import io.nextclick.rule.Facts;
import io.nextclick.rule.RuleUpdate;
import io.nextclick.writeback.EnumCounters;
import io.nextclick.writeback.KeyedCoWriteBack;
import io.nextclick.writeback.StateSpec;
import io.nextclick.writeback.SweepFunction;
import io.nextclick.writeback.WriteBackState;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Turns the events of persons into the same events with the segments that the person is in and with
 * what recommendation rules do to the list. Changes of segments go to a side output.
 *
 * <p>Key: the person among all sites. The second input is broadcast: changes of the rules.
 *
 * <p>State: one {@link PersonTriggers} a person, at most one read and one write an event, bounded
 * by count; it goes when every window and membership has passed and the recent events are too old.
 * The rules are broadcast state, {@link LiveRules}. After a change of the rules the persons that do
 * nothing are visited a few at a time.
 *
 * <p>Timers: one event-time timer a person, at the earliest moment at which an absence is complete,
 * a membership ends or the value goes; it is not moved with every event but set again when it
 * fires. Events behind the person's newest by more than {@code triggers.out-of-orderness} are late:
 * counted and not matched.
 */
public final class MatchTriggers
        extends KeyedCoWriteBack<PersonTriggers, PersonEvent, RuleUpdate, PersonEvent>
        implements SweepFunction {

    /** Changes of who is in which segment. */
    public static final OutputTag<SegmentChange> CHANGES =
            new OutputTag<>("segment-changes", TypeInformation.of(SegmentChange.class));

    /**
     * Requests for lists that no event of the person asks for: an absence is complete. They are in
     * the main output, too, where they keep their place among the person's requests.
     */
    public static final OutputTag<PersonEvent> REMINDERS =
            new OutputTag<>("reminders", TypeInformation.of(PersonEvent.class));

    private static final long serialVersionUID = 1L;

    private final TriggerRules bounds;

    private transient Runnable sweep;
    private transient LiveRules live;
    private transient RuleSet rules;
    private transient RuleAdoption adoption;
    private transient EventOrder order;
    private transient SegmentChanges segmentChanges;
    private transient Deadlines deadlines;
    private transient EnumCounters<EventOrder.Outcome> outcomes;
    private transient EnumCounters<SegmentChange.Kind> changes;
    private transient Counter reminders;

    /**
     * @param bounds how rules are matched, and what is kept
     * @param limits objects in memory
     */
    public MatchTriggers(TriggerRules bounds, WriteBackState.Limits limits) {
        super(state(), limits);
        this.bounds = bounds;
    }

    /** One {@link PersonTriggers} a person; its timers end it, so that every exit is emitted. */
    static StateSpec<PersonTriggers> state() {
        return StateSpec.value(
                "person-triggers", PersonTriggersSerializer.INSTANCE, PersonTriggers::new);
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
        live = new LiveRules(operatorState, bounds);
        rules = live.compiled();
        if (rules.epoch() > 0) {
            // A sweep that a restart cut short is not in the snapshot.
            sweep.run();
        }
        adoption = new RuleAdoption(rules, bounds);
        order = new EventOrder(rules, bounds);
        segmentChanges = new SegmentChanges(rules, bounds);
        deadlines = new Deadlines(rules, bounds);
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        outcomes = new EnumCounters<>(metrics, "triggerEvents", EventOrder.Outcome.class);
        changes = new EnumCounters<>(metrics, "memberships", SegmentChange.Kind.class);
        reminders = metrics.counter("reminders");
        metrics.gauge("rulesInForce", rules::size);
    }

    @Override
    public void processElement1(PersonEvent event, Context context, Collector<PersonEvent> out) {
        boolean keepsNothing = rules.epoch() == 0 && bounds.retainedEvents() == 0;
        if (keepsNothing) {
            out.collect(event);
            return;
        }
        String key = context.getCurrentKey();
        PersonTriggers person = state.get(key);
        if (!event.learn()) {
            pass(key, person, event);
            out.collect(event);
            return;
        }
        adoption.adopt(person, event.event().site());
        person.sequence = Math.max(person.sequence, event.sequence());
        // After a read the newest memberships have yet to be made; conditions may ask for them.
        person.present(rules, bounds);
        PersonMetrics metrics = event.metrics() == null ? PersonMetrics.NONE : event.metrics();
        Facts facts = new Facts(event.event(), metrics, person.segments(rules), event.steps());
        outcomes.inc(order.add(person, facts));
        emit(key, person, event.event().occurredAtMillis(), context);
        out.collect(guided(event, person));
        store(key, person, context);
    }

    /** Of what is not matched only its number counts, so that a reminder comes after it. */
    private void pass(String key, PersonTriggers person, PersonEvent event) {
        if (person.isIdle()) {
            state.remove(key);
        } else if (event.sequence() > person.sequence) {
            person.sequence = event.sequence();
            state.changed(key);
        }
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
        adoption.adopt(person, SiteKey.site(key));
        if (!visited) {
            if (person.timerMillis <= millis) {
                person.timerMillis = 0;
            }
            order.passTo(person, millis - bounds.outOfOrderMillis());
        }
        long known = Math.max(person.horizonMillis, person.latestMillis());
        List<SegmentChange> emitted = emit(key, person, known, context);
        if (!visited) {
            remind(person, emitted, context, out);
        }
        store(key, person, context);
    }

    /** Asks for one list for a person who did nothing, if a recommendation rule has begun. */
    private void remind(
            PersonTriggers person,
            List<SegmentChange> emitted,
            OnTimerContext context,
            Collector<PersonEvent> out) {
        for (SegmentChange change : emitted) {
            if (change.recommendation() && change.kind() == SegmentChange.Kind.ENTER) {
                PersonEvent guided = guided(Reminder.of(person, change), person);
                reminders.inc();
                out.collect(guided);
                context.output(REMINDERS, guided);
                return;
            }
        }
    }

    private PersonEvent guided(PersonEvent event, PersonTriggers person) {
        return event.guided(person.segments(rules), Guidance.of(person, rules));
    }

    private List<SegmentChange> emit(
            String key, PersonTriggers person, long nowMillis, Context context) {
        List<SegmentChange> emitted = segmentChanges.of(person, key, nowMillis);
        for (SegmentChange change : emitted) {
            changes.inc(change.kind());
            context.output(CHANGES, change);
        }
        return emitted;
    }

    private void store(String key, PersonTriggers person, Context context) {
        if (person.isIdle()) {
            Deadlines.deleteTimer(person, context.timerService());
            state.remove(key);
            return;
        }
        deadlines.setTimer(person, context.timerService());
        state.changed(key);
    }
}
