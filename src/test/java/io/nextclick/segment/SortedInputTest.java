package io.nextclick.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.event.SiteKey;
import io.nextclick.flow.PersonMetrics;
import io.nextclick.rule.Facts;
import io.nextclick.rule.RuleUpdate;
import io.nextclick.testkit.Soak;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Events out of order within the bound give what sorted events give, also if the person's value is
 * written and read again after every one of them.
 */
class SortedInputTest {

    private static final int ROUNDS = Soak.runs(20, 5);
    private static final int EVENTS = 40;
    private static final long BOUND = 6;
    private static final TriggerSettings BOUNDS =
            Rules.bounds(BOUND, 50, 1_000, 500, 100, 64, 1_000, 10_000);

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void any_order_within_the_bound_gives_what_sorted_input_gives(long seed) throws Exception {
        Random random = new Random(seed);
        int memberships = 0;
        int sorted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            RuleSet rules = rules(random, BOUNDS);
            List<Event> events = events(random);
            List<Event> shuffled = new ArrayList<>(events);
            Map<Event, Long> arrivals = new HashMap<>();
            for (Event event : events) {
                arrivals.put(event, event.occurredAtMillis() + random.nextInt((int) BOUND));
            }
            shuffled.sort(Comparator.comparing(arrivals::get));
            Person inOrder = new Person(rules);
            Person outOfOrder = new Person(rules);
            for (Event event : events) {
                assertThat(inOrder.add(event)).isEqualTo(EventOrder.Outcome.IN_ORDER);
            }
            for (Event event : shuffled) {
                EventOrder.Outcome outcome = outOfOrder.add(event);
                assertThat(outcome).isNotEqualTo(EventOrder.Outcome.LATE);
                sorted += outcome == EventOrder.Outcome.SORTED_IN ? 1 : 0;
                outOfOrder.writeAndRead();
            }
            assertThat(outOfOrder.members()).as("round %d", round).isEqualTo(inOrder.members());
            assertThat(outOfOrder.world).isEqualTo(inOrder.world);
            memberships += inOrder.members().size();
            for (long millis = 1_000; millis <= 3_000; millis += 100) {
                inOrder.pass(millis);
                outOfOrder.pass(millis);
                outOfOrder.writeAndRead();
                assertThat(outOfOrder.members()).isEqualTo(inOrder.members());
            }
            assertThat(inOrder.world).as("whose exit was not emitted").isEmpty();
            assertThat(outOfOrder.world).isEmpty();
            assertThat(outOfOrder.triggers.isIdle()).as("nothing left").isTrue();
        }
        assertThat(memberships).isGreaterThan(ROUNDS);
        assertThat(sorted).isGreaterThan(ROUNDS * 5);
    }

    static RuleSet rules(Random random, TriggerSettings bounds) {
        RuleSet rules = new RuleSet(bounds);
        Rules written = new Rules();
        List<RuleUpdate> updates = new ArrayList<>();
        while (updates.size() < 6) {
            String yaml =
                    new RandomPattern(random)
                                    .yaml()
                                    .replace("rule_id: random", "rule_id: r" + updates.size())
                            + "membership: "
                            + (1 + random.nextInt(500))
                            + " ms\n";
            if (random.nextBoolean()) {
                yaml += "partition: item\n";
            }
            if (random.nextInt(3) == 0) {
                yaml += "exit: {when: event.query == '" + random.nextInt(4) + "'}\n";
            }
            if (Rules.READER.read(yaml).rule() != null) {
                updates.add(written.put(yaml));
            }
        }
        rules.apply(updates);
        return rules;
    }

    static List<Event> events(Random random) {
        List<Event> events = new ArrayList<>();
        long millis = 100;
        for (int i = 0; i < EVENTS; i++) {
            millis += 1 + random.nextInt(3);
            EventContext context = EventContext.builder().query("" + random.nextInt(5)).build();
            String item = "i" + random.nextInt(3);
            events.add(
                    new Event(
                            "e" + i,
                            EventType.VIEW,
                            millis,
                            SiteKey.DEFAULT_SITE,
                            "ann",
                            null,
                            null,
                            item,
                            context));
        }
        return events;
    }

    /** A person, and what the world knows of them. */
    private static final class Person {
        private final RuleSet rules;
        private final Map<String, Long> world = new HashMap<>();
        private PersonTriggers triggers = new PersonTriggers();

        Person(RuleSet rules) {
            this.rules = rules;
            new RuleAdoption(rules).adopt(triggers, SiteKey.DEFAULT_SITE);
        }

        EventOrder.Outcome add(Event event) {
            Facts facts = new Facts(event, PersonMetrics.NONE, List.of(), 1);
            EventOrder.Outcome outcome = new EventOrder(rules).add(triggers, facts);
            emit(event.occurredAtMillis());
            return outcome;
        }

        void pass(long millis) {
            new EventOrder(rules).passTo(triggers, millis);
            emit(millis);
        }

        private void emit(long millis) {
            for (SegmentChange change : new SegmentChanges(rules).of(triggers, "ann", millis)) {
                String segment = change.segment();
                switch (change.kind()) {
                    case ENTER -> assertThat(world.put(segment, change.enteredAtMillis())).isNull();
                    case REFRESH ->
                            assertThat(world.put(segment, change.enteredAtMillis())).isNotNull();
                    case EXIT -> assertThat(world.remove(segment)).isNotNull();
                }
            }
        }

        List<String> members() {
            List<String> members = new ArrayList<>();
            for (Membership each : triggers.present(rules).memberships()) {
                members.add(
                        "%d/%s %d-%d %s"
                                .formatted(
                                        each.slot(),
                                        each.partition(),
                                        each.enteredMillis(),
                                        each.expiresMillis(),
                                        each.last().eventId));
            }
            members.sort(Comparator.naturalOrder());
            return members;
        }

        void writeAndRead() throws IOException {
            DataOutputSerializer out = new DataOutputSerializer(64);
            new PersonTriggersSerializer().serialize(triggers, out);
            triggers =
                    new PersonTriggersSerializer()
                            .deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
        }
    }
}
