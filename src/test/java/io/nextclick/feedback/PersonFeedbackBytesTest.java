package io.nextclick.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.EventType;
import io.nextclick.event.ShownItem;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PastList;
import io.nextclick.testkit.Soak;
import io.nextclick.testkit.StoredBytes;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PersonFeedbackBytesTest {

    private static final long START = 1_700_000_000_000L;
    private static final String LIST = "0f8fad5b-d9cb-469f-a165-70867728950e";

    private final PersonFeedbackSerializer serializer = new PersonFeedbackSerializer();
    private final StoredBytes<PersonFeedback> stored = new StoredBytes<>(serializer);

    @Test
    void a_person_is_written_as_ever_and_read_back_as_it_was() throws IOException {
        stored.areAsIn("/golden/person-feedback.hex", List.of(person(), new PersonFeedback()));
    }

    @Test
    void a_copy_is_the_same_and_shares_nothing_that_changes() {
        PersonFeedback person = person();
        PersonFeedback copy = serializer.copy(person);
        assertThat(copy).usingRecursiveComparison().isEqualTo(person);
        copy.events.clear();
        assertThat(person).usingRecursiveComparison().isEqualTo(person());
    }

    @Test
    void any_person_comes_back() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < Soak.runs(500); i++) {
            PersonFeedback person = new PersonFeedback();
            person.timerMillis = random.nextInt(3) == 0 ? 0 : START + random.nextInt();
            person.passedMillis = random.nextBoolean() ? Long.MIN_VALUE : random.nextLong();
            for (int left = random.nextInt(40); left > 0; left--) {
                person.events.add(event(random));
            }
            assertThat(stored.read(stored.bytes(person)))
                    .usingRecursiveComparison()
                    .isEqualTo(person);
        }
    }

    @Test
    void broken_bytes_are_refused_and_ask_for_no_more_memory_than_they_have() throws IOException {
        stored.refusesBroken(person(), new Random(6));
    }

    private static PersonFeedback person() {
        PersonFeedback person = new PersonFeedback();
        person.timerMillis = START + 9;
        person.passedMillis = START - 10_000;
        PastList shown =
                new PastList(
                        LIST,
                        "home",
                        "bold",
                        13_107,
                        START - 3,
                        List.of(),
                        0,
                        1_500,
                        List.of(new ShownItem("tea", 1), new ShownItem("cup", 2)));
        person.events.add(event(0, EventType.IMPRESSION, true, "phone", null, -1, shown));
        PastList clicked = new PastList("named", "other", "", 0, 0, List.of(), 2, 0, List.of());
        person.events.add(event(5, EventType.CLICK, true, "phone", "cup", -1, clicked));
        person.events.add(event(7, EventType.PURCHASE, false, null, "cup", 2_500_000, null));
        return person;
    }

    private static PastEvent event(
            long millis,
            EventType type,
            boolean anonymous,
            @Nullable String device,
            @Nullable String item,
            long price,
            @Nullable PastList list) {
        return new PastEvent(
                "e" + millis,
                START + millis,
                type,
                anonymous,
                true,
                device,
                0,
                item,
                null,
                null,
                price,
                price < 0 ? null : "EUR",
                price < 0 ? 1 : 3,
                price < 0 ? 0 : 77,
                list);
    }

    private static PastEvent event(Random random) {
        EventType[] types = EventType.values();
        return event(
                random.nextLong(),
                types[random.nextInt(types.length)],
                random.nextBoolean(),
                random.nextBoolean() ? "d" + random.nextInt(3) : null,
                random.nextBoolean() ? "\ud800" + random.nextInt(9) : null,
                random.nextInt(3) - 1,
                random.nextBoolean() ? list(random) : null);
    }

    private static PastList list(Random random) {
        boolean signed = random.nextBoolean();
        return new PastList(
                "l" + random.nextInt(9),
                "home",
                random.nextBoolean() ? "" : "arm",
                signed ? random.nextInt(65_536) : 0,
                signed ? 1 + random.nextInt(9) : 0,
                random.nextBoolean() ? List.of() : List.of("new", "s" + random.nextInt(3)),
                random.nextInt(3),
                random.nextInt(3),
                random.nextBoolean() ? List.of() : List.of(new ShownItem("i", random.nextInt(5))));
    }
}
