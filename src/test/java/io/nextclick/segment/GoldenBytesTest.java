package io.nextclick.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.EventType;
import io.nextclick.flow.PersonMetrics;
import io.nextclick.rule.CompiledRule;
import io.nextclick.rule.ConditionLanguage;
import io.nextclick.rule.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The layouts that are written by hand, held against bytes that are checked in: whatever changes
 * them cannot read a savepoint. A file is a comment and a value a line, in hex.
 */
class GoldenBytesTest {

    private static final long HORIZON = 1_700_000_000_000L;
    private static final String UUID_TEXT = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private static final HexFormat HEX = HexFormat.of();

    private static final Seen HELD = Seen.bare(HORIZON - 9_000, "held", null, true);
    private static final Seen COUNTED =
            needed(seen(-8_000, UUID_TEXT, EventType.VIEW, "i1", "c1", "b1", 12_990_000));
    private static final Seen UPPER_CASE =
            seen(-5_000, UUID_TEXT.toUpperCase(Locale.ROOT), EventType.PURCHASE, "i1");
    private static final Seen HALF_A_PAIR =
            seen(
                    -1_000,
                    UUID_TEXT.replace('0', '1'),
                    EventType.ADD_TO_CART,
                    null,
                    "\ud800",
                    null,
                    0);

    @Test
    void every_type_of_event_has_a_number() {
        assertThat(SeenCodec.TYPES).containsExactly(EventType.values());
        assertThat(SeenCodec.TYPES)
                .as("in the order of the numbers, which never change; new ones are last")
                .startsWith(
                        EventType.UNKNOWN,
                        EventType.VIEW,
                        EventType.SEARCH,
                        EventType.FILTER,
                        EventType.ADD_TO_CART,
                        EventType.REMOVE_FROM_CART,
                        EventType.CHECKOUT,
                        EventType.PURCHASE,
                        EventType.RATE,
                        EventType.WISH,
                        EventType.SHARE,
                        EventType.IMPRESSION,
                        EventType.CLICK,
                        EventType.PAGE_PING,
                        EventType.LOGIN,
                        EventType.LOGOUT);
        assertThat(SeenCodec.TYPES.size() - 1).isLessThanOrEqualTo(SeenCodec.TYPE_MASK);
    }

    @Test
    void a_person_is_written_as_ever_and_read_back_as_it_was() throws IOException {
        List<PersonTriggers> persons = List.of(person(), firstSeen());
        List<byte[]> golden = golden("person-triggers.hex");
        List<byte[]> written = new ArrayList<>();
        for (PersonTriggers person : persons) {
            DataOutputSerializer out = new DataOutputSerializer(64);
            new PersonTriggersSerializer().serialize(person, out);
            written.add(out.getCopyOfBuffer());
        }
        assertThat(inHex(written)).isEqualTo(inHex(golden));
        for (int i = 0; i < persons.size(); i++) {
            PersonTriggers read =
                    new PersonTriggersSerializer()
                            .deserialize(new DataInputDeserializer(golden.get(i)));
            assertThat(read)
                    .usingRecursiveComparison()
                    .ignoringFieldsMatchingRegexes(
                            ".*\\.(actsNotBefore|endsNotBefore|measured|slots)")
                    .isEqualTo(persons.get(i));
        }
    }

    @Test
    void an_automaton_is_written_as_ever_and_read_back_as_it_was() throws IOException {
        List<Automaton> automata = List.of(automaton(), waiting());
        List<byte[]> golden = golden("automaton.hex");
        List<byte[]> written = new ArrayList<>();
        automata.forEach(each -> written.add(each.bytes().bytes()));
        assertThat(inHex(written)).isEqualTo(inHex(golden));
        for (int i = 0; i < automata.size(); i++) {
            Automaton automaton = automata.get(i);
            Automaton.Bytes bytes = new Automaton.Bytes(automaton.bytes().events(), golden.get(i));
            Automaton read =
                    Automaton.read(bytes, automaton.actsAtMillis(), automaton.endsAtMillis());
            assertThat(read).usingRecursiveComparison().isEqualTo(automaton);
        }
    }

    /** All that can be kept of a person, each part in each of its forms. */
    private static PersonTriggers person() {
        PersonTriggers person = new PersonTriggers();
        person.epoch = 300;
        person.timerMillis = Long.MAX_VALUE;
        person.sequence = 1L << 60;
        person.horizonMillis = HORIZON;
        person.metrics = new PersonMetrics(1, 2, 3, 400, 1.5, 2.5, .25, .5, HORIZON - 1, List.of());
        Seen pending = seen(2_000, "pending", EventType.LOGOUT, "i2", "c1", null, 2_345_001);
        pending.touches =
                new Touch[] {new Touch(3, 5, ""), new Touch(4, CompiledRule.EXIT | 1, "c1")};
        Seen unknown = seen(2_000, "x".repeat(36), EventType.UNKNOWN, null);
        person.log.addAll(List.of(UPPER_CASE, HALF_A_PAIR, pending, unknown));
        long counts = COUNTED.millis + 60_000;
        Seen[][] equal = {{COUNTED}, {UPPER_CASE}};
        Seen[][] unequal = {{HELD, UPPER_CASE}, {HALF_A_PAIR}};
        List<Partial> partials =
                List.of(
                        new Partial(1, "", new CountPlan.Newest(seen(HELD, COUNTED), counts)),
                        new Partial(
                                1, "c1", new ChainPlan.Runs(equal, Long.MAX_VALUE, counts + 3_000)),
                        new Partial(
                                4, "i1", new ChainPlan.Runs(unequal, HORIZON + 1, HORIZON + 9_000)),
                        new Partial(9, "", automaton()));
        List<Membership> memberships =
                List.of(
                        new Membership(1, "", COUNTED.millis, counts, seen(COUNTED)),
                        new Membership(4, "c1", 77_777, HORIZON + 123_456, seen(HALF_A_PAIR)));
        person.settled = new TriggerState(partials, memberships);
        person.emitted.add(new Emitted(1, "", 7, false, COUNTED.millis, counts));
        person.emitted.add(new Emitted(4, "c1", 300, true, 77_777, Long.MAX_VALUE));
        person.emitted.add(new Emitted(12, "gone", 2, false, HORIZON - 5, HORIZON + 5));
        person.emitted.add(new Emitted(13, "", 1, true, HORIZON, HORIZON));
        return person;
    }

    /** Nothing is final yet, and nothing is known of the person. */
    private static PersonTriggers firstSeen() {
        PersonTriggers person = new PersonTriggers();
        Seen first = seen(0, UUID_TEXT, EventType.VIEW, "i1");
        first.touches = new Touch[] {new Touch(1, 1, "i1")};
        person.log.add(first);
        person.settled = new TriggerState(List.of(), List.of());
        return person;
    }

    /** Events of the person's, taken by a pattern of repeated events that may go on. */
    private static Automaton automaton() {
        NfaPlan plan = new NfaPlan(new CompiledRule(general(), new ConditionLanguage()));
        Progress first = plan.step(null, UPPER_CASE, 1, (events, millis) -> {});
        return (Automaton)
                Objects.requireNonNull(plan.step(first, HALF_A_PAIR, 1, (events, millis) -> {}));
    }

    /** The same, of which some are complete and wait for others. */
    private static Automaton waiting() {
        Automaton automaton = automaton();
        return new Automaton(
                automaton.partials(),
                automaton.partials(),
                automaton.buffer(),
                HORIZON + 1,
                HORIZON + 2);
    }

    private static Rule general() {
        String text =
                """
                rule_id: general
                version: 1
                kind: SEGMENT
                pattern:
                  within: 1 h
                  after_match: skip_to_next
                  stages:
                    - {name: a, when: 'true', times: 1+}
                    - {name: b, when: event.type == 'PURCHASE'}
                """;
        return Objects.requireNonNull(Rules.READER.read(text).rule());
    }

    private static Seen needed(Seen seen) {
        seen.fieldsNeeded = true;
        return seen;
    }

    private static Seen[] seen(Seen... seen) {
        return seen;
    }

    private static Seen seen(long afterHorizon, String id, EventType type, @Nullable String item) {
        return seen(afterHorizon, id, type, item, null, null, -1);
    }

    private static Seen seen(
            long afterHorizon,
            String id,
            EventType type,
            @Nullable String item,
            @Nullable String category,
            @Nullable String brand,
            long price) {
        return new Seen(
                HORIZON + afterHorizon,
                id,
                type,
                item,
                category,
                brand,
                price,
                category == null ? null : "EUR",
                brand == null ? -1 : 3,
                brand == null ? "phone" : null,
                category != null);
    }

    private static List<byte[]> golden(String file) throws IOException {
        try (InputStream stream = GoldenBytesTest.class.getResourceAsStream("/golden/" + file)) {
            String text =
                    new String(
                            Objects.requireNonNull(stream, file).readAllBytes(),
                            StandardCharsets.US_ASCII);
            return text.lines().skip(1).map(HEX::parseHex).toList();
        }
    }

    private static String inHex(List<byte[]> values) {
        return String.join("\n", values.stream().map(HEX::formatHex).toList());
    }
}
