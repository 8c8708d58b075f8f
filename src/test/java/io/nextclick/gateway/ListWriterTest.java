package io.nextclick.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import io.nextclick.avro.ReasonSource;
import io.nextclick.event.ListToken;
import io.nextclick.event.SiteKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A list as an answer, read again as JSON. */
class ListWriterTest {

    private static final long NOW = 1_790_000_000_500L;
    private static final String ID = "1c7c0000-0000-3000-8000-000000000000";
    private static final String SECRET = "0123456789012345678901234567890123456789";

    private final Entries entries = new Entries(new HeapView());
    private final ListWriter writer = new ListWriter(entries, () -> NOW);
    private final Site site = new Site("north", "", "", Set.of(), new Secret(SECRET), null, false);

    private static SlimList list(String id, String text, List<SlimList.Item> items) {
        return new SlimList(
                id,
                "north",
                text,
                "home",
                NOW - 500,
                text,
                0,
                true,
                false,
                null,
                List.of(text, "b"),
                items);
    }

    private static SlimList.Item item(String id, float score, float propensity) {
        SlimList.Reason because = new SlimList.Reason(1, new SerializedString(id), score);
        SlimList.Reason bare = new SlimList.Reason(127, null, -1.5e-9f);
        return new SlimList.Item(
                new SerializedString(id), score, propensity, List.of(because, bare));
    }

    private JsonNode written(SlimList list, boolean fresh, int most) throws Exception {
        return Json.MAPPER.readTree(writer.write(site, list, fresh, most));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"tea", "", "\"}, {\"", "a\\b/c\n\u0001\u007f", "\u00e9 \ud83d\ude00 \u2028"})
    void texts_are_what_they_were_whatever_is_in_them(String text) throws Exception {
        JsonNode json = written(list(text, text, List.of(item(text, 0.5f, 1))), true, 10);
        assertThat(json.path("recommendation_id").textValue()).isEqualTo(text);
        assertThat(json.path("person_id").textValue()).isEqualTo(text);
        assertThat(json.path("trigger_event_id").textValue()).isEqualTo(text);
        assertThat(json.path("segments").path(0).textValue()).isEqualTo(text);
        JsonNode item = json.path("items").path(0);
        assertThat(item.path("item_id").textValue()).isEqualTo(text);
        assertThat(item.path("reasons").path(0).path("because_of").textValue()).isEqualTo(text);
    }

    @Test
    void numbers_and_times_are_what_they_were() throws Exception {
        JsonNode json = written(list(ID, "ann", List.of(item("tea", 0.1f, 0.25f))), true, 10);
        assertThat(json.path("fresh").asBoolean()).isTrue();
        assertThat(json.path("age_ms").asInt()).isEqualTo(500);
        assertThat(json.path("generated_at").textValue()).isEqualTo(Json.time(NOW - 500));
        assertThat(json.path("fallback").asBoolean()).isTrue();
        assertThat(json.path("complete").asBoolean(true)).isFalse();
        assertThat(json.path("segments")).hasSize(2);
        JsonNode item = json.path("items").path(0);
        assertThat(item.path("score").floatValue()).isEqualTo(0.1f);
        assertThat(item.path("propensity").floatValue()).isEqualTo(0.25f);
        JsonNode bare = item.path("reasons").path(1);
        assertThat(bare.path("weight").floatValue()).isEqualTo(-1.5e-9f);
        assertThat(bare.has("because_of")).isFalse();
        assertThat(bare.path("source").textValue())
                .as("of a later version")
                .isEqualTo(Sources.names().get(0));
        Token.Checked token = Token.check(site, json.path("token").textValue(), NOW, 1_000);
        assertThat(token.result()).isEqualTo(Token.Result.VALID);
        assertThat(token.token().segments()).hasSize(2);
    }

    @Test
    void a_propensity_that_is_not_known_is_left_out_and_a_score_that_is_none_is_zero()
            throws Exception {
        JsonNode json =
                written(list(ID, "ann", List.of(item("tea", Float.NaN, Float.NaN))), false, 1);
        JsonNode item = json.path("items").path(0);
        assertThat(item.path("score").isNumber()).isTrue();
        assertThat(item.has("propensity")).isFalse();
        assertThat(json.path("fresh").asBoolean(true)).isFalse();
    }

    @Test
    void the_token_has_the_probability_of_the_arms_and_not_of_an_explored_item() throws Exception {
        SlimList.Item ranked = item("tea", 1, 0.5f);
        SlimList.Item explored =
                new SlimList.Item(
                        new SerializedString("new"),
                        1,
                        0.125f,
                        List.of(new SlimList.Reason(Sources.code(ReasonSource.NEW_ITEM), null, 1)));
        assertThat(propensity(List.of(ranked, explored))).isEqualTo(0.5, within(1e-4));
        assertThat(propensity(List.of(explored))).as("not known").isZero();
        SlimList.Item drawn = item("coffee", 1, 0.25f);
        assertThat(propensity(List.of(drawn, drawn, ranked)))
                .as("and not of two whose order was drawn")
                .isEqualTo(0.5, within(1e-4));
    }

    private double propensity(List<SlimList.Item> items) throws Exception {
        String token = written(list(ID, "ann", items), true, 10).path("token").textValue();
        ListToken read = Token.check(site, token, NOW, 1_000).token();
        assertThat(read).isNotNull();
        return (double) read.propensity() / ListToken.CERTAIN;
    }

    @Test
    void an_item_has_its_details_and_others_have_none() throws Exception {
        entries.put(
                View.Kind.ITEM,
                SiteKey.of("north", "a/b"),
                "{\"title\":\"T \u00e9\",\"price\":1.5}".getBytes(StandardCharsets.UTF_8),
                Entries.NONE);
        entries.put(
                View.Kind.ITEM,
                SiteKey.of("north", "empty"),
                "{}".getBytes(StandardCharsets.UTF_8),
                Entries.NONE);
        List<SlimList.Item> items =
                List.of(item("a/b", 1, 1), item("empty", 1, 1), item("none", 1, 1));
        JsonNode json = written(list(ID, "ann", items), true, 10).path("items");
        assertThat(json.path(0).path("title").textValue()).isEqualTo("T \u00e9");
        assertThat(json.path(0).path("price").asDouble()).isEqualTo(1.5);
        assertThat(json.path(0).path("reasons")).hasSize(2);
        assertThat(json.path(1).has("title")).isFalse();
        assertThat(json.path(2).path("position").asInt()).isEqualTo(3);
    }

    @Test
    void so_many_items_are_written_as_were_asked_for_and_100_at_most() throws Exception {
        List<SlimList.Item> items = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            items.add(item("item-" + i, 1, 1));
        }
        SlimList list = list(ID, "ann", items);
        assertThat(written(list, true, 7).path("items")).hasSize(7);
        JsonNode most = written(list, true, 1_000).path("items");
        assertThat(most).hasSize(100);
        assertThat(most.path(99).path("position").asInt()).isEqualTo(100);
        assertThat(written(list("", "ann", List.of()), true, 7).has("token")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 0.5",
        "1, 1.0",
        "0.01, 0.01",
        "0.0625, 0.0625",
        "99.99999, 99.9999924",
        "0.99615479, 0.9961548",
        "0.05, 0.05",
        "10.000001, 10.000001"
    })
    void scores_have_at_most_seven_decimal_places(float score, String written) {
        byte[] json = new JsonBytes(1).number(score).toBytes();
        assertThat(new String(json, StandardCharsets.US_ASCII)).isEqualTo(written);
    }

    @Test
    void what_is_read_of_a_score_differs_by_less_than_the_view_does() {
        for (float score = 1e9f; score > 1e-12; score *= 0.93f) {
            byte[] json = new JsonBytes(1).number(score).toBytes();
            assertThat(Float.parseFloat(new String(json, StandardCharsets.US_ASCII)))
                    .isCloseTo(score, within(score / 65_000));
        }
    }
}
