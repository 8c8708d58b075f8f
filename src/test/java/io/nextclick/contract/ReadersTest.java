package io.nextclick.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nextclick.avro.Reason;
import io.nextclick.avro.ReasonSource;
import io.nextclick.avro.RecommendationList;
import io.nextclick.avro.RecommendedItem;
import io.nextclick.contract.ListReader.ReadList;
import io.nextclick.event.ListToken;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What programs beside the job read of its topics. */
class ReadersTest {

    private static final UUID ID = new UUID(7, 8);

    private static ReadList read(
            ReasonSource source, @Nullable String arm, @Nullable Double... propensities)
            throws IOException {
        RecommendationList list =
                RecommendationList.newBuilder()
                        .setRecommendationId(ID.toString())
                        .setPersonId("ann")
                        .setSite("north")
                        .setDeviceIds(List.of("phone"))
                        .setGeneratedAt(Instant.ofEpochMilli(5))
                        .setTriggerEventId("e-1")
                        .setTriggerOccurredAt(Instant.ofEpochMilli(4))
                        .setItems(
                                Arrays.stream(propensities)
                                        .map(propensity -> item(source, propensity))
                                        .toList())
                        .setSurface("cart")
                        .setArm(arm)
                        .setSegments(List.of("regulars"))
                        .build();
        return new ListReader().read(RecommendationList.getEncoder().encode(list).array());
    }

    private static RecommendedItem item(ReasonSource source, @Nullable Double propensity) {
        return RecommendedItem.newBuilder()
                .setItemId("tea")
                .setPosition(1)
                .setPropensity(propensity)
                .setReasons(List.of(new Reason(source, null, 1.0)))
                .build();
    }

    @Test
    void a_list_has_the_token_by_which_it_is_shown() throws Exception {
        ReadList list = read(ReasonSource.POPULAR_ON_SITE, "blend:b", 0.25);
        assertThat(list.token())
                .isEqualTo(
                        new ListToken(
                                ID, 5, 16_384, "north", "cart", "blend:b", List.of("regulars")));
        assertThat(list.deviceIds()).containsExactly("phone");
        assertThat(list.items()).containsExactly("tea");
        assertThat(read(ReasonSource.POPULAR_ON_SITE, "blend:b", 0.125, 0.125, 0.25).token())
                .as("the draw of two neighbours' order is not that of the list")
                .isEqualTo(list.token());
        assertThat(read(ReasonSource.POPULAR_ON_SITE, null, (Double) null).token())
                .isEqualTo(new ListToken(ID, 5, 0, "north", "cart", "", List.of("regulars")));
        assertThat(read(ReasonSource.NEW_ITEM, null, 0.25).token().propensity())
                .as("the draw of an explored item is not that of the list")
                .isZero();
    }

    @Test
    void what_is_no_record_of_the_topic_is_refused() {
        byte[] bytes = {1, 2, 3};
        assertThatIllegalArgumentException().isThrownBy(() -> new ListReader().read(bytes));
        assertThatIllegalArgumentException().isThrownBy(() -> new AlarmReader().read(bytes));
        assertThatIllegalArgumentException().isThrownBy(() -> new FeedbackReader().read(bytes));
    }
}
