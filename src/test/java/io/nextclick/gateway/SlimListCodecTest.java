package io.nextclick.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.avro.Reason;
import io.nextclick.avro.ReasonSource;
import io.nextclick.avro.RecommendationList;
import io.nextclick.avro.RecommendedItem;
import io.nextclick.codec.AvroEncoder;
import io.nextclick.codec.CodecSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

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
                            id,
                            0.05f,
                            1,
                            List.of(
                                    new SlimList.Reason(1, because, 0.03f),
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
}
