package io.nextclick.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.event.SiteKey;
import io.nextclick.flow.PersonMetrics;
import io.nextclick.rule.Facts;
import io.nextclick.rule.RuleUpdate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that rules hold are written without fields where nobody will ask for them, only there. */
class BareRowsTest {

    private static final int EVENTS = 60;

    /** Nothing is retained, so that an event's fields last no longer than a rule needs them. */
    private static final TriggerSettings BOUNDS =
            Rules.bounds(1_000, 0, Rules.DAY, 500, 100, 64, 100, 100);

    private static final String ENTHUSIAST =
            Rules.ENTHUSIAST.replace("times: 3}", "times: 3, distinct: item}");
    private static final String REMINDED =
            Rules.ABANDONED
                    .replace("abandoned", "reminded")
                    .replace(
                            "kind: SEGMENT",
                            """
                            kind: RECOMMENDATION
                            actions: [{do: add, what: {category: $match}}, {do: pin, position: 1, what: {items: [$match]}}]""");
    private static final String GENERAL =
            """
            rule_id: general
            version: 1
            kind: SEGMENT
            pattern:
              within: 1 h
              stages:
                - {name: a, when: event.type == 'VIEW', times: 1+}
                - {name: b, when: event.type == 'ADD_TO_CART'}
            membership: 1 h
            """;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void a_person_that_is_written_after_every_event_is_what_they_would_be(long seed)
            throws IOException {
        Random random = new Random(seed);
        RuleSet rules = rules(ENTHUSIAST, Rules.ABANDONED, REMINDED, GENERAL);
        EventOrder order = new EventOrder(rules);
        SegmentChanges changes = new SegmentChanges(rules);
        PersonTriggers whole = person(rules);
        PersonTriggers written = person(rules);
        long millis = 1_700_000_000_000L;
        int entries = 0;
        int guided = 0;
        for (int i = 0; i < EVENTS; i++) {
            millis += random.nextInt(20 * 60_000);
            Event event = event(random, millis);
            for (PersonTriggers person : List.of(whole, written)) {
                order.passTo(person, millis - BOUNDS.outOfOrderMillis());
                order.add(person, facts(event));
            }
            List<SegmentChange> emitted = withLastEvent(changes.of(whole, "ann", millis));
            assertThat(withLastEvent(changes.of(written, "ann", millis))).isEqualTo(emitted);
            assertThat(Guidance.of(written, rules))
                    .usingRecursiveComparison()
                    .isEqualTo(Guidance.of(whole, rules));
            entries += emitted.size();
            guided += Guidance.of(whole, rules).size();
            byte[] bytes = bytes(written);
            written = read(bytes);
            assertThat(bytes(written)).as("read and written again").isEqualTo(bytes);
            written.present(rules);
        }
        assertThat(entries).isGreaterThan(10);
        assertThat(guided).isGreaterThan(10);
    }

    @Test
    void fields_are_kept_for_those_who_count_or_recommend_by_them() throws IOException {
        for (String keeps : List.of(ENTHUSIAST, REMINDED)) {
            assertThat(heldAfterRead(keeps).item).isEqualTo("i1");
            assertThat(heldAfterRead(keeps).category).isEqualTo("c1");
        }
        for (String bare : List.of(Rules.ENTHUSIAST, Rules.ABANDONED, GENERAL)) {
            Seen held = heldAfterRead(bare);
            assertThat(held).extracting(seen -> seen.item).isNull();
            assertThat(held.eventId).isEqualTo("e");
            assertThat(held.millis).isEqualTo(5_000);
        }
    }

    private static Seen heldAfterRead(String rule) throws IOException {
        RuleSet rules = rules(rule);
        EventOrder order = new EventOrder(rules);
        PersonTriggers person = person(rules);
        boolean carts = !rule.contains("event.type == 'VIEW'");
        EventType type = carts ? EventType.ADD_TO_CART : EventType.VIEW;
        order.add(person, facts(event("e", type, 5_000, "i1", "c1")));
        order.add(person, facts(event("f", EventType.SEARCH, 9_000, "i2", "c2")));
        List<Seen> held = new ArrayList<>();
        for (Partial each : read(bytes(person)).settled.partials()) {
            each.progress().events().forEach(held::add);
        }
        assertThat(held).hasSize(1);
        return held.get(0);
    }

    /** Of a match that was made before the person was read, only the last event is known. */
    private static List<SegmentChange> withLastEvent(List<SegmentChange> emitted) {
        List<SegmentChange> changes = new ArrayList<>();
        for (SegmentChange each : emitted) {
            int ids = each.matchedEventIds().size();
            changes.add(
                    new SegmentChange(
                            each.kind(),
                            each.personKey(),
                            each.ruleId(),
                            each.segment(),
                            each.version(),
                            each.recommendation(),
                            each.enteredAtMillis(),
                            each.expiresAtMillis(),
                            ids == 0 ? List.of() : each.matchedEventIds().subList(ids - 1, ids),
                            each.partition(),
                            each.partitionValue(),
                            each.previousVersion()));
        }
        return changes;
    }

    private static RuleSet rules(String... yaml) {
        RuleSet rules = new RuleSet(BOUNDS);
        Rules book = new Rules();
        List<RuleUpdate> updates = Arrays.stream(yaml).map(book::put).toList();
        rules.apply(updates);
        return rules;
    }

    private static PersonTriggers person(RuleSet rules) {
        PersonTriggers person = new PersonTriggers();
        new RuleAdoption(rules).adopt(person, SiteKey.DEFAULT_SITE);
        return person;
    }

    private static Event event(Random random, long millis) {
        EventType[] types = {
            EventType.VIEW, EventType.VIEW, EventType.ADD_TO_CART, EventType.PURCHASE
        };
        // Ids of both kinds, two lengths of text.
        String id =
                random.nextBoolean()
                        ? new UUID(random.nextLong(), random.nextLong()).toString()
                        : "e" + random.nextInt();
        return event(
                id,
                types[random.nextInt(types.length)],
                millis,
                "i" + random.nextInt(6),
                "c" + random.nextInt(2));
    }

    private static Event event(
            String id, EventType type, long millis, String item, String category) {
        EventContext context = EventContext.ofItem(category, null, 1.5);
        return new Event(id, type, millis, SiteKey.DEFAULT_SITE, "ann", null, null, item, context);
    }

    private static Facts facts(Event event) {
        return new Facts(event, PersonMetrics.NONE, List.of(), 1);
    }

    private static byte[] bytes(PersonTriggers person) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        new PersonTriggersSerializer().serialize(person, out);
        return out.getCopyOfBuffer();
    }

    private static PersonTriggers read(byte[] bytes) throws IOException {
        return new PersonTriggersSerializer().deserialize(new DataInputDeserializer(bytes));
    }
}
