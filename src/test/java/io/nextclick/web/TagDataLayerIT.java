package io.nextclick.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What sites push for GA4 already becomes events of the contract. */
class TagDataLayerIT extends TagInBrowser {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String SHOE =
            "{item_id: 7, item_name: 'Shoe', item_brand: 'Velra', price: '59.9', quantity: 2, index: 4,"
                    + " item_category: 'sports', item_category2: 'running', item_category3: 'shoes'}";

    @BeforeEach
    void openSite() throws Exception {
        site =
                new RecordingServer()
                        .page(
                                "/",
                                "data-consent=granted",
                                "<script>window.dataLayer = [{event: 'search', search_term: 'early'}];"
                                        + "function gtag() { dataLayer.push(arguments); }</script>");
        browser.go(site.url("/"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "view_item        | VIEW             | {'price':59.9,'page_type':'item'}",
                "select_item      | CLICK            | {'price':59.9,'recommendation_position':5}",
                "add_to_cart      | ADD_TO_CART      | {'price':59.9,'quantity':2}",
                "remove_from_cart | REMOVE_FROM_CART | {'price':59.9,'quantity':2}",
                "purchase         | PURCHASE         | {'price':59.9,'quantity':2}"
            })
    void events_of_items_name_item_category_brand_price_and_pieces(
            String name, String type, String expected) throws Exception {
        push("{event: '%s', ecommerce: {currency: 'EUR', items: [%s]}}".formatted(name, SHOE));

        JsonNode event = site.awaitEvents(1, type).get(0);
        assertThat(event.path("item_id")).isEqualTo(JSON.readTree("\"7\""));
        ObjectNode context =
                (ObjectNode)
                        JSON.readTree(
                                """
                                {"currency": "EUR", "attributes": {}, "brand": "Velra",
                                 "category": "sports/running/shoes"}
                                """);
        context.setAll((ObjectNode) JSON.readTree(expected.replace('\'', '"')));
        assertThat(event.path("context")).isEqualTo(context);
    }

    @Test
    void a_list_of_items_is_one_impression_that_says_what_was_shown() throws Exception {
        push(
                "{event: 'view_item_list', ecommerce: {item_list_id: 'sale', items: [%s, {item_id: 'b'}]}}"
                        .formatted(SHOE));

        assertThat(site.awaitEvents(1, "IMPRESSION").get(0).path("context"))
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"attributes": {"list": "sale"},
                                 "shown": [{"item_id": "7", "position": 5}, {"item_id": "b", "position": 2}]}
                                """));
    }

    @Test
    void searches_and_the_checkout_are_no_events_of_items() {
        push("{event: 'search', search_term: 'shoe'}");
        push(
                "{event: 'begin_checkout', ecommerce: {currency: 'EUR', items: [%s]}}"
                        .formatted(SHOE));

        JsonNode search = site.awaitEvents(2, "SEARCH").get(1);
        assertThat(search.path("context").path("query").asText()).isEqualTo("shoe");
        assertThat(search.has("item_id")).isFalse();
        assertThat(site.awaitEvents(1, "CHECKOUT").get(0).has("item_id")).isFalse();
    }

    @Test
    void what_was_pushed_before_the_tag_was_there_counts() {
        JsonNode search = site.awaitEvents(1, "SEARCH").get(0);

        assertThat(search.path("context").path("query").asText()).isEqualTo("early");
    }

    @Test
    void a_login_names_the_user_of_what_follows() {
        browser.run("gtag('event', 'login', {method: 'mail', user_id: 'u-1'})");
        browser.run("gtag('event', 'view_item', {items: [" + SHOE + "]})");

        assertThat(site.awaitEvents(1, "LOGIN").get(0).path("user_id").asText()).isEqualTo("u-1");
        assertThat(site.awaitEvents(1, "VIEW").get(0).path("user_id").asText()).isEqualTo("u-1");
    }

    @Test
    void an_order_that_is_shown_again_is_the_same_event() {
        String order =
                "{event: 'purchase', ecommerce: {transaction_id: 'o-9', currency: 'EUR', items: [%s]}}"
                        .formatted(SHOE);
        push(order);
        site.awaitEvents(1, "PURCHASE");
        browser.go(site.url("/"));
        push(order);

        assertThat(site.awaitEvents(2, "PURCHASE"))
                .extracting(each -> each.path("event_id").asText())
                .containsOnly("order.o-9.0");
    }

    @Test
    void what_is_not_for_the_tag_is_left_alone() {
        push("{event: 'scroll'}");
        push("null");
        push("'text'");
        push("{event: 'view_item'}");
        push("{ecommerce: null}");
        push("{event: 'search', search_term: 'last'}");

        assertThat(site.awaitEvents(2, "SEARCH").get(1).path("context").path("query").asText())
                .isEqualTo("last");
        assertThat(site.events("VIEW")).isEmpty();
    }

    private static void push(String entry) {
        browser.run("dataLayer.push(" + entry + ")");
    }
}
