package io.nextclick.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.io.SerializedString;
import io.nextclick.avro.Reason;
import io.nextclick.avro.ReasonSource;
import io.nextclick.avro.RecommendationList;
import io.nextclick.avro.RecommendedItem;
import io.nextclick.codec.AvroEncoder;
import io.nextclick.codec.CodecSettings;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlimListCodecTest {

    private static final int ITEMS = 20;

    @Test
    void a_list_in_memory_takes_at_most_half_of_its_record() {
        List<RecommendedItem> items = new ArrayList<>();
        List<SlimList.Item> slim = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            String id = "item-" + (100_000 + i);
            String because = "item-" + (100_000 + i % 4);
            items.add(
                    RecommendedItem.newBuilder()
                            .setItemId(id)
                            .setPosition(i + 1)
                            .setScore(0.05)
                            .setReasons(
                                    List.of(
                                            new Reason(ReasonSource.SIMILAR_ITEM, because, 0.03),
                                            new Reason(ReasonSource.POPULAR_ON_SITE, null, 0.02)))
                            .build());
            slim.add(
                    new SlimList.Item(
                            new SerializedString(id),
                            0.05f,
                            1,
                            List.of(
                                    new SlimList.Reason(1, new SerializedString(because), 0.03f),
                                    new SlimList.Reason(4, null, 0.02f))));
        }
        String id = UUID.randomUUID().toString();
        String event = UUID.randomUUID().toString();
        RecommendationList record =
                RecommendationList.newBuilder()
                        .setRecommendationId(id)
                        .setPersonId("device-1")
                        .setSite("default")
                        .setDeviceIds(List.of("device-1"))
                        .setGeneratedAt(Instant.ofEpochMilli(1))
                        .setTriggerEventId(event)
                        .setTriggerOccurredAt(Instant.ofEpochMilli(1))
                        .setItems(items)
                        .setPolicy("blend")
                        .setPolicyVersion(1)
                        .setComplete(true)
                        .build();
        byte[] written =
                new AvroEncoder<RecommendationList>(
                                RecommendationList.getClassSchema(), "a", CodecSettings.DEFAULT)
                        .encode(record);
        SlimList list =
                new SlimList(
                        id,
                        "default",
                        "device-1",
                        "other",
                        1,
                        event,
                        1,
                        false,
                        true,
                        null,
                        List.of(),
                        slim);
        Names names = new Names.Numbered();

        int kept = new SlimListCodec(names).write(list).length;

        assertThat(kept).as("of %d", written.length).isLessThanOrEqualTo(written.length / 2);
    }

    private static SlimList list(String id, float... scores) {
        List<SlimList.Item> items = new ArrayList<>();
        for (float score : scores) {
            SlimList.Reason reason =
                    new SlimList.Reason(127, new SerializedString("\u00e9 \ud83d\ude00"), score);
            items.add(new SlimList.Item(new SerializedString("i"), score, score, List.of(reason)));
        }
        return new SlimList(
                id,
                "north",
                id,
                "home",
                1_790_000_000_000L,
                id,
                0,
                true,
                false,
                "arm",
                List.of(id),
                items);
    }

    @Test
    void scores_differ_by_less_than_one_of_65000_and_keep_their_order() {
        SlimListCodec codec = new SlimListCodec(new Names.Numbered());
        float before = Float.MAX_VALUE;
        for (float score = 100; score > 1e-12; score *= 0.99f) {
            SlimList read = codec.read(codec.write(list("a", score)));
            float kept = read.items().get(0).score();
            assertThat(kept).isCloseTo(score, within(score / 65_000));
            assertThat(kept).isLessThanOrEqualTo(before);
            assertThat(SlimListCodec.kept(score)).as("before it is kept").isEqualTo(kept);
            assertThat(read.items().get(0).reasons().get(0).weight()).isEqualTo(kept);
            before = kept;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "\u00e9\ud83d\ude00",
                "1c7c0000-0000-3000-8000-000000000000",
                "1C7C0000-0000-3000-8000-000000000000",
                "1-2-3-4-5"
            })
    void ids_come_back_letter_for_letter_be_they_uuids_or_not(String id) {
        for (Names names : List.of(Names.WRITTEN_OUT, new Names.Numbered())) {
            SlimListCodec codec = new SlimListCodec(names);
            SlimList list = list(id, 0.5f, 0.25f, Float.NaN);
            byte[] written = codec.write(list);
            assertThat(codec.read(written)).isEqualTo(list);
            assertThat(SlimListCodec.generatedAtMillis(written))
                    .isEqualTo(list.generatedAtMillis());
        }
    }

    @Test
    void a_text_of_any_length_comes_back() {
        SlimListCodec codec = new SlimListCodec(Names.WRITTEN_OUT);
        SlimList list = list("x".repeat(100_000), 1);
        assertThat(codec.read(codec.write(list))).isEqualTo(list);
    }

    @Test
    void what_is_cut_off_is_no_list() {
        SlimListCodec codec = new SlimListCodec(Names.WRITTEN_OUT);
        byte[] written = codec.write(list("a", 1, 2));
        for (int length = 0; length < written.length; length++) {
            byte[] cut = Arrays.copyOf(written, length);
            assertThatThrownBy(() -> codec.read(cut)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void names_have_numbers_in_the_order_in_which_they_came() throws Exception {
        Names names = new Names.Numbered();
        for (int i = 0; i < 5_000; i++) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            names.write("name " + i % 3_000, new DataOutputStream(bytes));
            assertThat(names.read(ByteBuffer.wrap(bytes.toByteArray())).getValue())
                    .isEqualTo("name " + i % 3_000);
            assertThat(bytes.size()).isLessThanOrEqualTo(2);
        }
    }
}
