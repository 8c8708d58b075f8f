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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Turns the events of persons into the same events with the segments that the person is in and with
 * what recommendation rules do to the list; tells of changes of segments on the side.
 *
 * <p>Key: the person among all sites. The second input is broadcast: changes of the rules.
 *
 * <p>State: one {@link PersonTriggers} a person, at most one read and one write an event, bounded
 * by count; it goes when every window and membership has passed and the recent events are too old.
 * The rules are broadcast state. After a change of the rules the persons that do nothing are
 * visited a few at a time.
 *
 * <p>Timers: one event-time timer a person, at the earliest moment at which an absence is complete,
 * a membership ends or the value goes; it is not moved with every event but set again when it
 * fires. Events behind the person's newest by more than {@code triggers.out-of-orderness} are
 * counted and not matched.
 */
public final class MatchTriggers
        extends KeyedCoWriteBack<PersonTriggers, PersonEvent, RuleUpdate, PersonEvent>
        implements SweepFunction {

    /** News of who is in which segment. */
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
    private transient BroadcastState<String, RuleUpdate> inForce;
    private transient RuleSet rules;
    private transient EnumCounters<PersonTriggers.Outcome> outcomes;
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

    /** The rules in force by their keys. */
    static MapStateDescriptor<String, RuleUpdate> inForce() {
        return StateSpec.map("rules", RuleUpdate.class);
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
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        inForce = operatorState.getBroadcastState(inForce());
        rules = new RuleSet(bounds.maxRuns());
        List<RuleUpdate> restored = new ArrayList<>();
        inForce.immutableEntries().forEach(entry -> restored.add(entry.getValue()));
        rules.apply(restored);
        if (!restored.isEmpty()) {
            // A sweep that a restart cut short is not in the snapshot.
            sweep.run();
        }
        outcomes = new EnumCounters<>(metrics, "triggerEvents", PersonTriggers.Outcome.class);
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
        person.adopt(event.event().site(), rules, bounds);
        person.sequence = Math.max(person.sequence, event.sequence());
        // After a read the newest memberships have yet to be made; conditions may ask for them.
        person.present(rules, bounds);
        PersonMetrics metrics = event.metrics() == null ? PersonMetrics.NONE : event.metrics();
        Facts facts = new Facts(event.event(), metrics, person.segments(rules), event.steps());
        outcomes.inc(person.add(facts, rules, bounds));
        tell(key, person, event.event().occurredAtMillis(), context);
        out.collect(event.guided(person.segments(rules), Guidance.of(person, rules)));
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
        inForce.put(update.ruleKey(), update);
        rules.apply(List.of(update));
        forgetRemoved();
        sweep.run();
    }

    /**
     * Removed rules are remembered by their name for those who have yet to leave, up to a bound.
     */
    private void forgetRemoved() throws Exception {
        int known = 0;
        RuleUpdate oldest = null;
        for (Map.Entry<String, RuleUpdate> entry : inForce.immutableEntries()) {
            known++;
            RuleUpdate update = entry.getValue();
            if (update.isRemoval() && (oldest == null || update.epoch() < oldest.epoch())) {
                oldest = update;
            }
        }
        if (known > bounds.maxRules() && oldest != null) {
            inForce.remove(oldest.ruleKey());
        }
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
        person.adopt(SiteKey.site(key), rules, bounds);
        if (!visited) {
            if (person.timerMillis <= millis) {
                person.timerMillis = 0;
            }
            person.passTo(millis - bounds.outOfOrderMillis(), rules, bounds);
        }
        List<SegmentChange> news =
                tell(key, person, Math.max(person.horizonMillis, person.latestMillis()), context);
        if (!visited) {
            Optional<SegmentChange> reminds =
                    news.stream()
                            .filter(SegmentChange::recommendation)
                            .filter(each -> each.kind() == SegmentChange.Kind.ENTER)
                            .findFirst();
            reminds.ifPresent(change -> remind(key, person, change, context, out));
        }
        store(key, person, context);
    }

    /** Asks for a list for a person who did nothing. */
    private void remind(
            String key,
            PersonTriggers person,
            SegmentChange because,
            OnTimerContext context,
            Collector<PersonEvent> out) {
        // Next after the newest request that was here: one that is still on its way comes after it,
        // and would be taken for answered if its number were lower.
        person.sequence += 1 + (person.sequence & 1);
        PersonEvent reminder =
                PersonEvent.reminder(
                        key,
                        person.sequence,
                        because.ruleId() + '@' + because.enteredAtMillis(),
                        because.enteredAtMillis(),
                        person.recentItems(),
                        person.boughtItems());
        reminders.inc();
        PersonEvent guided = reminder.guided(person.segments(rules), Guidance.of(person, rules));
        out.collect(guided);
        context.output(REMINDERS, guided);
    }

    private List<SegmentChange> tell(
            String key, PersonTriggers person, long nowMillis, Context context) {
        List<SegmentChange> news = person.news(key, nowMillis, rules, bounds);
        for (SegmentChange change : news) {
            changes.inc(change.kind());
            context.output(CHANGES, change);
        }
        return news;
    }

    private void store(String key, PersonTriggers person, Context context) {
        if (person.isIdle()) {
            if (person.timerMillis != 0) {
                context.timerService().deleteEventTimeTimer(person.timerMillis);
            }
            state.remove(key);
            return;
        }
        setTimer(person, context);
        state.changed(key);
    }

    private void setTimer(PersonTriggers person, Context context) {
        boolean early =
                person.timerMillis != 0
                        && person.timerMillis <= person.dueNotBeforeMillis(rules, bounds);
        if (early) {
            return;
        }
        long due = person.nextDueMillis(rules, bounds);
        if (due != Long.MAX_VALUE && (person.timerMillis == 0 || due < person.timerMillis)) {
            if (person.timerMillis != 0) {
                context.timerService().deleteEventTimeTimer(person.timerMillis);
            }
            context.timerService().registerEventTimeTimer(due);
            person.timerMillis = due;
        }
    }
}
