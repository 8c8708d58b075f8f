package io.nextclick.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextclick.event.EventType;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PersonMetrics;
import io.nextclick.testkit.Soak;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The layout of what is kept of a person, held against bytes that are checked in: whatever changes
 * them cannot read a savepoint. The file is a comment and a value a line, in hex.
 */
class PersonVisitsBytesTest {

    private static final long START = 1_700_000_000_000L;
    private static final HexFormat HEX = HexFormat.of();

    private final PersonVisitsSerializer serializer = new PersonVisitsSerializer();

    @Test
    void a_person_is_written_as_ever_and_read_back_as_it_was() throws IOException {
        List<PersonVisits> persons = List.of(person(), atFirst(), new PersonVisits(), buyer());
        List<byte[]> golden = golden();
        List<String> written = new ArrayList<>();
        for (PersonVisits person : persons) {
            written.add(HEX.formatHex(bytes(person)));
        }
        assertThat(written).isEqualTo(golden.stream().map(HEX::formatHex).toList());
        for (int i = 0; i < persons.size(); i++) {
            assertThat(read(golden.get(i))).usingRecursiveComparison().isEqualTo(persons.get(i));
        }
    }

    @Test
    void a_copy_is_the_same_and_shares_nothing_that_changes() {
        PersonVisits person = person();
        PersonVisits copy = serializer.copy(person);
        assertThat(copy).usingRecursiveComparison().isEqualTo(person);
        PersonVisits buyer = serializer.copy(buyer());
        assertThat(buyer).usingRecursiveComparison().isEqualTo(buyer());
        copy.history.get(0).merge(totals("other"), 100);
        copy.log.clear();
        copy.published.clear();
        copy.purchases.clear();
        assertThat(person).usingRecursiveComparison().isEqualTo(person());
    }

    @Test
    void any_person_comes_back() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < Soak.runs(500); i++) {
            PersonVisits person = new PersonVisits();
            person.sequence = random.nextLong();
            person.timerMillis = random.nextInt(3) == 0 ? 0 : START + random.nextInt();
            person.listedMillis = random.nextInt(3) == 0 ? 0 : START + random.nextInt();
            for (int left = random.nextInt(40); left > 0; left--) {
                person.log.add(event(random));
            }
            for (int left = random.nextInt(5); left > 0; left--) {
                List<PastEvent> events = new ArrayList<>();
                for (int more = random.nextInt(80); more >= 0; more--) {
                    events.add(event(random));
                }
                person.history.add(SessionTotals.of(any(random, 9), events, 30));
            }
            assertThat(read(bytes(person))).usingRecursiveComparison().isEqualTo(person);
        }
    }

    @Test
    void broken_bytes_are_refused_and_ask_for_no_more_memory_than_they_have() throws IOException {
        byte[] whole = bytes(person());
        Random random = new Random(6);
        for (int i = 0; i < Soak.runs(5_000); i++) {
            byte[] broken = whole.clone();
            for (int times = random.nextInt(3); times >= 0; times--) {
                broken[4 + random.nextInt(broken.length - 4)] = (byte) random.nextInt();
            }
            try {
                read(broken);
            } catch (IOException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
        assertThatThrownBy(() -> read(new byte[] {0, 0, 0, 2, 9, 0}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("layout 9");
        assertThatThrownBy(() -> read(new byte[] {0, 0, 0, 1, 1}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("0 bytes are left");
    }

    /** All that can be kept of a person, each part in each of its forms. */
    private static PersonVisits person() {
        PersonVisits person = new PersonVisits();
        person.sequence = 1L << 60;
        person.timerMillis = START - 1;
        person.metrics =
                new PersonMetrics(
                        1, 2, 3, 400, 1.5, 2.5, .25, .5, START - 9, List.of("c1", "\ud800"));
        person.log.add(event(0, EventType.VIEW, true, true, "phone", 0, "i1", null, -1, 1));
        person.log.add(event(0, EventType.LOGOUT, false, false, "phone", -7, null, "é", 0, 0));
        person.log.add(event(99_999, EventType.PURCHASE, false, true, null, 1, "i1", "c1", 5, 2));
        person.published.add(new PublishedSession(START, START, 2, true, false));
        person.published.add(new PublishedSession(START + 99_999, START + 99_999, 1, false, true));
        person.purchases.add(new Purchase("i1", START - 5, "phone"));
        person.purchases.add(new Purchase("i2", START + 5, ""));
        person.history.add(totals(""));
        SessionTotals plain = new SessionTotals();
        plain.source = "phone";
        plain.startMillis = START + 3;
        plain.endMillis = START + 3;
        plain.events = 1;
        person.history.add(plain);
        return person;
    }

    private static PersonVisits buyer() {
        PersonVisits person = new PersonVisits();
        person.manyDevices = true;
        person.reported.add(new ReportedDeed(-1, 2, 0, 0, false));
        person.reported.add(new ReportedDeed(3, Integer.MIN_VALUE, -9, 7, true));
        return person;
    }

    private static PersonVisits atFirst() {
        PersonVisits person = new PersonVisits();
        person.sequence = 2;
        person.timerMillis = START + 1_800_000;
        person.metrics = PersonMetrics.NONE;
        person.log.add(event(0, EventType.VIEW, true, true, "phone", 0, "i1", null, -1, 1));
        person.published.add(new PublishedSession(START, START, 1, false, true));
        return person;
    }

    private static SessionTotals totals(String source) {
        List<PastEvent> events = new ArrayList<>();
        events.add(event(0, EventType.VIEW, true, true, "tv", 0, "i1", "c2", 1_299, 1));
        events.add(event(5, EventType.ADD_TO_CART, true, true, "tv", 0, "i1", "c1", 1_299, 3));
        events.add(event(9, EventType.PURCHASE, true, true, "phone", 0, "i2", "c2", 700, 1));
        return SessionTotals.of(source, events, 200);
    }

    private static PastEvent event(
            long millis,
            EventType type,
            boolean anonymous,
            boolean shown,
            @Nullable String device,
            int visit,
            @Nullable String item,
            @Nullable String category,
            long price,
            int quantity) {
        return new PastEvent(
                "0f8fad5b-d9cb-469f-a165-%012x".formatted(millis),
                START + millis,
                type,
                anonymous,
                shown,
                device,
                visit,
                item,
                category,
                category == null ? null : "brand",
                price < 0 ? price : price * 10_000 + quantity % 2,
                quantity == 2 ? "JPY" : null,
                quantity,
                quantity == 0 ? 77 : 0,
                null);
    }

    private static PastEvent event(Random random) {
        EventType[] types = EventType.values();
        return event(
                random.nextInt(),
                types[random.nextInt(types.length)],
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean() ? any(random, 3) : null,
                random.nextBoolean() ? random.nextInt() : 0,
                random.nextBoolean() ? any(random, 90) : null,
                random.nextBoolean() ? any(random, 90) : null,
                random.nextInt(3) - 1,
                random.nextInt(3));
    }

    private static String any(Random random, int different) {
        int which = random.nextInt(different);
        return which % 10 == 9 ? "\udc00é" + which : "name-" + which;
    }

    private byte[] bytes(PersonVisits person) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(person, out);
        return out.getCopyOfBuffer();
    }

    private PersonVisits read(byte[] bytes) throws IOException {
        return serializer.deserialize(new DataInputDeserializer(bytes));
    }

    private static List<byte[]> golden() throws IOException {
        try (InputStream stream =
                PersonVisitsBytesTest.class.getResourceAsStream("/golden/person-visits.hex")) {
            String text =
                    new String(
                            Objects.requireNonNull(stream).readAllBytes(),
                            StandardCharsets.US_ASCII);
            return text.lines().skip(1).map(HEX::parseHex).toList();
        }
    }
}
