package io.nextclick.graph;

import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.nextclick.alarm.SeriesCount;
import io.nextclick.alarm.SeriesKind;
import io.nextclick.event.DeviceSignals;
import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import io.nextclick.event.ShownItem;
import io.nextclick.feedback.FeedbackDelta;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.DeviceHistory;
import io.nextclick.flow.ItemAction;
import io.nextclick.flow.ItemSelector;
import io.nextclick.flow.ListOutcome;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PastList;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PersonInput;
import io.nextclick.flow.PersonMetrics;
import io.nextclick.flow.PopularityChange;
import io.nextclick.message.Batch;
import io.nextclick.message.Floats;
import io.nextclick.message.Numbers;
import io.nextclick.message.PersonEventSerializer;
import io.nextclick.message.Texts;
import io.nextclick.recommend.PersonMessage;
import io.nextclick.segment.SegmentChange;
import io.nextclick.similarity.ItemMessage;
import io.nextclick.testkit.Answers;
import io.nextclick.testkit.Events;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every message arrives as it was sent, in the bytes that are expected. */
class MessagesTest {

    private static final Event FULL =
            view("milk")
                    .on("phone")
                    .during("s1")
                    .sentAt(NOON)
                    .showing(new DeviceSignals("n", null, "z"))
                    .with(Events.FULL_CONTEXT)
                    .event();
    private static final Event BARE = view("tea").named("e").on(null).event();
    private static final PersonMetrics METRICS =
            new PersonMetrics(1, 2, 3, 4, 5, 6, 7, 8, 9, List.of("tea", "jäm"));

    private static PersonEvent person(Event event) {
        return new PersonEvent(
                "shop/ann",
                300,
                event,
                new PersonEvent.Visit(
                        new String[] {"a", "é"},
                        new byte[] {1, -1, 0},
                        3,
                        true,
                        false,
                        new String[] {"gone"},
                        new String[] {"c/d"}),
                new PersonEvent.Person(new String[] {"phone"}, new String[] {"bought"}, METRICS));
    }

    private static ItemAction action() {
        return new ItemAction(
                ItemAction.Verb.FILTER,
                "rule",
                -7,
                new ItemSelector(new String[] {"i"}, "a/b", null, 1, 2, "KWD", null, false),
                1.5,
                2,
                3,
                true,
                new String[] {"spare"});
    }

    private static Candidates answer(int slot, boolean transitions) {
        float[] none = {};
        float[] some = {0, 1, -0.1f};
        return new Candidates(
                "shop/ann",
                300,
                slot,
                "milk",
                transitions ? "c" : null,
                2,
                1.5f,
                new String[] {"x", "y", "z"},
                new float[] {Float.MIN_VALUE, Float.MAX_VALUE, 3},
                transitions ? some : none,
                transitions ? some : none,
                transitions ? some : none,
                transitions ? some : none);
    }

    private static ItemMessage question(boolean visited) {
        return new ItemMessage(
                "shop",
                visited ? "milk" : "tea",
                "shop/ann",
                300,
                visited ? 0 : 1,
                NOON,
                visited ? 1 : 0,
                visited ? "c" : null,
                visited ? null : "milk",
                visited ? 0 : 0.5f,
                !visited,
                visited ? 0 : 3,
                visited ? new String[] {"tea", "jam"} : new String[0],
                visited ? new float[] {1, 0.3f} : new float[0]);
    }

    private static final PastList LIST =
            new PastList(
                    "r1",
                    "home",
                    "bold",
                    65_535,
                    NOON,
                    List.of("new", "vip"),
                    3,
                    1_500,
                    List.of(new ShownItem("m", -1)));

    private static FeedbackDelta delta(long... counts) {
        return new FeedbackDelta(
                "default/home",
                new String[] {"new", "vip"},
                counts,
                new long[] {1, -1},
                new long[0],
                new String[] {"EUR"},
                new long[] {-2_000_000});
    }

    private static ListOutcome outcome(long[] before, long... after) {
        return new ListOutcome("shop/ann", "e:a", List.of("new", "vip"), NOON, before, after);
    }

    static Stream<Arguments> messages() {
        PastEvent past = PastEvent.of(FULL).with(LIST);
        PastEvent barePast = PastEvent.of(BARE).withShown(false);
        return Stream.of(
                Arguments.of(Messages.EVENT, FULL),
                Arguments.of(Messages.EVENT, BARE),
                Arguments.of(Messages.PERSON_INPUT, PersonInput.of("ann", FULL)),
                Arguments.of(Messages.PERSON_INPUT, new PersonInput("ann", BARE, false, null)),
                Arguments.of(
                        Messages.PERSON_INPUT,
                        PersonInput.of(
                                "ann",
                                new DeviceHistory(
                                        "d",
                                        Long.MIN_VALUE,
                                        new PastEvent[] {past, barePast},
                                        "bob"))),
                Arguments.of(
                        Messages.QUESTIONS, new Batch<>(List.of(question(true), question(false)))),
                Arguments.of(
                        Messages.ANSWERS, new Batch<>(List.of(answer(0, true), answer(9, false)))),
                Arguments.of(Messages.PERSON_MESSAGE, Answers.message(answer(1, false))),
                Arguments.of(
                        Messages.PERSON_MESSAGE,
                        new PersonMessage(
                                "shop/ann",
                                person(FULL).guided(List.of("segment"), List.of(action())),
                                null)),
                Arguments.of(
                        Messages.PERSON_MESSAGE,
                        new PersonMessage(
                                "shop/ann", Events.withMetrics(person(BARE), null), null)),
                Arguments.of(
                        Messages.POPULARITY_CHANGES,
                        new Batch<>(
                                List.of(
                                        new PopularityChange("s", "c", "i", 1, NOON, true),
                                        new PopularityChange("s", null, "seg", "i", 0, 0, false)))),
                Arguments.of(
                        Messages.FEEDBACK_DELTAS, new Batch<>(List.of(delta(1, -700), delta()))),
                Arguments.of(
                        Messages.LIST_OUTCOMES,
                        new Batch<>(
                                List.of(
                                        outcome(ListOutcome.NOTHING, 1, 0, 0, 0, -7, 3),
                                        outcome(new long[] {1, 0, 0, 0, 0, 0})))),
                Arguments.of(
                        Messages.SERIES_COUNT,
                        new SeriesCount(
                                "shop",
                                "events:VIEW",
                                SeriesKind.EVENTS,
                                29_000_000,
                                7,
                                -1,
                                new String[] {"page=home", "source=ä"},
                                new long[] {7, 3})),
                Arguments.of(Messages.SEGMENT_CHANGES, new Batch<>(List.of(change()))));
    }

    private static SegmentChange change() {
        return new SegmentChange(
                SegmentChange.Kind.REFRESH,
                "ann",
                "r",
                "r/c",
                2,
                true,
                3,
                4,
                List.of(),
                "category",
                "c",
                1);
    }

    private static <T> byte[] written(TypeInformation<T> type, T message) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer(type).serialize(message, out);
        return out.getCopyOfBuffer();
    }

    private static <T> TypeSerializer<T> serializer(TypeInformation<T> type) {
        return type.createSerializer(new SerializerConfigImpl());
    }

    @ParameterizedTest
    @MethodSource("messages")
    <T> void arrives_as_it_was_sent(TypeInformation<T> type, T message) throws IOException {
        TypeSerializer<T> serializer = serializer(type);
        byte[] bytes = written(type, message);
        for (int time = 0; time < 2; time++) {
            DataInputDeserializer in = new DataInputDeserializer(bytes);
            assertThat(serializer.deserialize(in)).usingRecursiveComparison().isEqualTo(message);
            assertThat(in.available()).isZero();
        }
        DataOutputSerializer copy = new DataOutputSerializer(64);
        serializer.copy(new DataInputDeserializer(bytes), copy);
        assertThat(copy.getCopyOfBuffer()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @MethodSource("messages")
    <T> void what_is_cut_short_is_refused(TypeInformation<T> type, T message) throws IOException {
        byte[] bytes = written(type, message);
        for (int length = 0; length < bytes.length; length++) {
            DataInputDeserializer in = new DataInputDeserializer(Arrays.copyOf(bytes, length));
            assertThatExceptionOfType(EOFException.class)
                    .isThrownBy(() -> serializer(type).deserialize(in));
        }
    }

    @Test
    void the_bytes_are_these() throws IOException {
        assertThat(
                        List.of(
                                hex(written(Messages.EVENT, BARE)),
                                hex(
                                        written(
                                                Messages.QUESTIONS,
                                                new Batch<>(List.of(question(false))))),
                                hex(
                                        written(
                                                Messages.ANSWERS,
                                                new Batch<>(List.of(answer(1, false)))))))
                .containsExactly(
                        "050465010000019b93216d001c64656661756c740c616e6e0c746561",
                        "1073686f702073686f702f616e6eac020000019b93216d00010c0c74656101106d696c6b3f00000040400000",
                        "2073686f702f616e6eac02010001106d696c6b400000003fc00000030604780479047a0407000000017f7fffff40400000");
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void a_request_carries_what_lists_are_made_of_and_no_more() throws IOException {
        PersonEvent whole = person(FULL).guided(List.of("segment"), List.of(action()));
        PersonEvent sent = whole.forList();
        assertThat(sent.interests()).isEqualTo(whole.interests());
        assertThat(sent.askedItems()).isEqualTo(whole.askedItems());
        assertThat(sent.countAsked()).isEqualTo(whole.askedItems().size());
        assertThat(sent)
                .usingRecursiveComparison()
                .ignoringFields("event", "person.metrics")
                .isEqualTo(whole);
        assertThat(sent.event())
                .usingRecursiveComparison()
                .ignoringFields("context", "sourceSessionId", "sentAtMillis", "signals")
                .isEqualTo(whole.event());
        assertThat(size(sent)).isLessThan(size(whole) * 4 / 5);
    }

    private static int size(PersonEvent person) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        new PersonEventSerializer().serialize(person, out);
        return out.length();
    }

    @Test
    void messages_are_not_stored() {
        assertThatIllegalStateException()
                .isThrownBy(
                        () ->
                                serializer(Messages.EVENT)
                                        .snapshotConfiguration()
                                        .writeSnapshot(new DataOutputSerializer(8)));
    }

    @Test
    void numbers_and_texts_of_all_kinds_are_read_back() throws IOException {
        Random random = new Random(1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        Texts writer = new Texts();
        long[] numbers = random.longs(1_000).map(number -> number >> (number & 63)).toArray();
        float[] floats = new float[1_000];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = i % 3 == 0 ? 0 : Float.intBitsToFloat(random.nextInt());
        }
        List<String> texts =
                List.of("", "a", "ü", "\u20ac\uD83D\uDE00", "half \uD83D", "x".repeat(200));
        for (long number : numbers) {
            Numbers.write(number, out);
            Numbers.writeSigned(number, out);
        }
        new Floats().write(floats, floats.length, out);
        for (int i = 0; i < 10_000; i++) {
            writer.write(texts.get(i % texts.size()) + i % 700, out);
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        for (long number : numbers) {
            assertThat(Numbers.read(in)).isEqualTo(number);
            assertThat(Numbers.readSigned(in)).isEqualTo(number);
        }
        float[] read = new Floats().read(floats.length, in);
        for (int i = 0; i < floats.length; i++) {
            assertThat(Float.floatToRawIntBits(read[i]))
                    .isEqualTo(Float.floatToRawIntBits(floats[i]));
        }
        Texts reader = new Texts();
        for (int i = 0; i < 10_000; i++) {
            assertThat(reader.readId(in)).isEqualTo(texts.get(i % texts.size()) + i % 700);
        }
        assertThat(in.read()).isEqualTo(-1);
    }

    @Test
    void texts_of_digits_travel_as_numbers_and_stay_the_texts_that_they_were() throws IOException {
        for (String text :
                List.of(
                        "0",
                        "7",
                        "007",
                        "00",
                        "-5",
                        "+5",
                        "12a",
                        "1.5",
                        "\u0663",
                        "123456",
                        "999999999999999999",
                        "1000000000000000000",
                        "9223372036854775808")) {
            DataOutputSerializer out = new DataOutputSerializer(64);
            Texts texts = new Texts();
            texts.write(text, out);
            texts.write(text, out);
            texts.write(new String[] {text, "tea", text}, out);
            DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
            assertThat(texts.read(in)).isEqualTo(text);
            String id = texts.readId(in);
            assertThat(id).isEqualTo(text);
            String[] ids = texts.readIds(in);
            assertThat(ids).containsExactly(text, "tea", text);
            assertThat(ids[2]).isSameAs(ids[0]).isSameAs(id);
        }
        DataOutputSerializer out = new DataOutputSerializer(64);
        new Texts().write("123456", out);
        assertThat(out.length()).isEqualTo(3);
    }

    @Test
    void numbers_that_share_a_slot_are_never_taken_for_each_other() throws IOException {
        Texts texts = new Texts();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 50_000; i++) {
                DataOutputSerializer out = new DataOutputSerializer(16);
                String id = String.valueOf(i * 7L);
                texts.write(id, out);
                var in = new DataInputDeserializer(out.getCopyOfBuffer());
                assertThat(texts.readId(in)).isEqualTo(id);
            }
        }
    }

    @Test
    void rounded_floats_take_two_bytes_and_others_lose_nothing() throws IOException {
        float[] whole = {0.1f, 0, 3.3f, 17_000_000};
        float[] rounded = new float[whole.length];
        for (int i = 0; i < whole.length; i++) {
            rounded[i] = Floats.rounded(whole[i]);
            assertThat(rounded[i]).isCloseTo(whole[i], within(whole[i] / (1 << 12)));
        }
        float[] signed = {-rounded[0], rounded[1], rounded[2], rounded[3]};
        float[] farApart = {Floats.rounded(1e-30f), 0, rounded[2], rounded[3]};
        assertThat(bytesOf(rounded)).isEqualTo(2 + 1 + 2 * 3);
        assertThat(bytesOf(signed)).isEqualTo(1 + 1 + 3 * 3);
        assertThat(bytesOf(farApart)).isEqualTo(1 + 1 + 3 * 3);
        assertThat(bytesOf(whole)).isEqualTo(1 + 1 + 4 * 3);
        assertThat(bytesOf(0, Float.MIN_VALUE)).isEqualTo(1 + 1 + 4);
        assertThat(bytesOf(Float.POSITIVE_INFINITY, 1)).isEqualTo(1 + 1 + 2 * 2);
        assertThat(bytesOf(0, 0)).isEqualTo(1 + 1);
        byte[] damaged = {5, 1, 0, 0, 0, 0, 0};
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new Floats().read(1, new DataInputDeserializer(damaged)));
    }

    /** Of numbers that are read as they were written. */
    private static int bytesOf(float... numbers) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        new Floats().write(numbers, numbers.length, out);
        var in = new DataInputDeserializer(out.getCopyOfBuffer());
        assertThat(new Floats().read(numbers.length, in)).containsExactly(numbers);
        return out.length();
    }

    @Test
    void the_same_id_is_the_same_object() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        new Texts().write(new String[] {"item-1", "item-2", "item-1"}, out);
        String[] read =
                new Texts()
                        .readIds(
                                new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(read[2]).isSameAs(read[0]).isNotEqualTo(read[1]);
    }

    @Test
    void ids_that_differ_anywhere_are_never_taken_for_each_other() throws IOException {
        Random random = new Random(2);
        String[] ids = new String[20_000];
        for (int i = 0; i < ids.length; i++) {
            int length = random.nextInt(70);
            char[] characters = new char[length];
            Arrays.fill(characters, i % 5 == 0 ? '\0' : 'a');
            if (length > 0) {
                characters[random.nextInt(length)] = (char) random.nextInt(i % 7 == 0 ? 256 : 128);
            }
            ids[i] = new String(characters);
        }
        DataOutputSerializer out = new DataOutputSerializer(64);
        new Texts().write(ids, out);
        Texts reader = new Texts();
        assertThat(reader.readIds(new DataInputDeserializer(out.getCopyOfBuffer()))).isEqualTo(ids);
    }

    @Test
    void texts_that_are_longer_than_all_of_them_together_are_refused() throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        new Texts().write(new String[] {"tea", "milk"}, out);
        byte[] bytes = out.getCopyOfBuffer();
        bytes[2] = 100;
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new Texts().readIds(new DataInputDeserializer(bytes)))
                .withMessage("a text of 25 bytes in 8");
        bytes[0] = 100;
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new Texts().readIds(new DataInputDeserializer(bytes)))
                .withMessage("100 texts in 9 bytes");
    }

    @Test
    void a_count_or_number_that_cannot_be_is_refused() {
        byte[] endless = new byte[11];
        Arrays.fill(endless, (byte) 0x80);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Numbers.read(new DataInputDeserializer(endless)));
        byte[] huge = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0x7F};
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new Texts().read(new DataInputDeserializer(huge)))
                .withMessageContaining("count");
    }

    @Test
    void every_type_of_event_has_its_number() {
        assertThat(EventType.values().length).isLessThan(Byte.MAX_VALUE);
    }
}
