package io.nextclick.web;

import static io.nextclick.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.interactions.Actions;

/** A visit as browsers make it: tabs, the back button, lost connections, pages that are left. */
class TagVisitIT extends TagInBrowser {

    @BeforeEach
    void openSite() throws Exception {
        site =
                new RecordingServer()
                        .page("/", "data-consent=granted", "<a href=/next>next</a>")
                        .page("/next", "data-consent=granted", "<p>next");
    }

    @AfterEach
    void goOnline() {
        browser.offline(false);
    }

    @Test
    void an_event_has_its_id_its_times_and_the_device_that_the_server_gave() {
        browser.go(site.url("/"));
        view("a");

        JsonNode event = site.awaitEvents(1, "VIEW").get(0);
        assertThat(event.path("device_id").asText()).isEqualTo(RecordingServer.DEVICE);
        assertThat(event.path("event_id").asText()).hasSize(36);
        assertThat(event.path("occurred_at").asText()).endsWith("Z");
        assertThat(event.path("sent_at").asText())
                .isGreaterThanOrEqualTo(event.path("occurred_at").asText());
    }

    @Test
    void two_tabs_are_one_device_and_lose_nothing_of_each_other() {
        browser.go(site.url("/"));
        String first = browser.driver.getWindowHandle();
        view("a");
        site.awaitEvents(1, "VIEW");
        site.answerEventsWith(503);
        view("b");
        browser.newTab();
        browser.go(site.url("/"));
        view("c");
        browser.pause(300);
        site.answerEventsWith(202);

        await("all views").until(() -> items().equals(Set.of("a", "b", "c")));
        assertThat(site.calls()).filteredOn("POST /v1/device"::equals).hasSize(1);
        browser.driver.close();
        browser.driver.switchTo().window(first);
    }

    @Test
    void a_connection_that_comes_back_brings_the_events_with_their_ids() {
        browser.go(site.url("/"));
        view("a");
        site.awaitEvents(1, "VIEW");
        browser.offline(true);
        String id = view("b");
        browser.pause(300);
        assertThat(site.events("VIEW")).hasSize(1);
        browser.offline(false);

        assertThat(site.awaitEvents(2, "VIEW").get(1).path("event_id").asText()).isEqualTo(id);
    }

    @Test
    void events_that_the_server_does_not_take_are_sent_again_with_their_ids() {
        site.answerEventsWith(503);
        browser.go(site.url("/"));
        String id = view("a");
        await("a refusal").until(() -> site.calls().contains("POST /v1/events"));
        site.answerEventsWith(202);

        assertThat(site.awaitEvents(1, "VIEW").get(0).path("event_id").asText()).isEqualTo(id);
    }

    @Test
    void events_that_the_server_refuses_for_good_are_not_sent_again() {
        site.answerEventsWith(400);
        browser.go(site.url("/"));
        view("a");
        await("the refusal").until(() -> queued() == 0);
        site.answerEventsWith(202);
        view("b");

        site.awaitEvents(1, "VIEW");
        assertThat(items()).containsExactly("b");
    }

    @Test
    void the_queue_survives_a_change_of_page_and_keeps_the_newest_50() {
        browser.go(site.url("/"));
        browser.offline(true);
        for (int i = 0; i < 60; i++) {
            view("item-" + i);
        }
        assertThat(queued()).isEqualTo(50);
        browser.offline(false);
        browser.go(site.url("/next"));

        await("the last").until(() -> items().contains("item-59"));
        assertThat(items()).contains("item-10").doesNotContain("item-9");
    }

    @Test
    void what_happens_as_the_page_is_left_is_sent_all_the_same() {
        browser.go(site.url("/"));
        view("a");
        site.awaitEvents(1, "VIEW");
        browser.pause(1_100);
        browser.run(
                "nextclick('event', {event_type: 'SHARE', item_id: 'a'}); location.href = '/next'");

        site.awaitEvents(1, "SHARE");
        JsonNode ping = site.awaitEvents(1, "PAGE_PING").get(0);
        assertThat(ping.path("item_id").asText()).isEqualTo("a");
        assertThat(ping.path("context").path("visible_millis").asLong())
                .isBetween(1_000L, ping.path("context").path("dwell_millis").asLong());
        assertThat(ping.path("context").path("scroll_depth").asDouble()).isBetween(0.01, 1.0);
    }

    @Test
    void a_page_come_back_to_goes_on() {
        browser.go(site.url("/"));
        view("a");
        site.awaitEvents(1, "VIEW");
        browser.driver.findElement(By.linkText("next")).click();
        await("the next page").until(() -> browser.driver.getCurrentUrl().endsWith("/next"));
        browser.driver.navigate().back();
        await("the first page").until(() -> browser.driver.getCurrentUrl().endsWith("/"));
        view("b");

        site.awaitEvents(2, "VIEW");
        assertThat(site.events("VIEW")).hasSize(2);
        assertThat(site.calls()).filteredOn("POST /v1/device"::equals).hasSize(1);
    }

    @Test
    void a_double_click_is_one_click() {
        site.page(
                "/",
                "data-consent=granted",
                "<div data-nextclick-list=L data-nextclick-token=T>"
                        + "<button data-nextclick-item=a data-nextclick-position=3>a</button></div>");
        browser.go(site.url("/"));
        new Actions(browser.driver)
                .doubleClick(browser.driver.findElement(By.tagName("button")))
                .perform();
        view("after");

        site.awaitEvents(1, "VIEW");
        assertThat(site.events("CLICK")).hasSize(1);
        JsonNode click = site.events("CLICK").get(0);
        assertThat(click.path("item_id").asText()).isEqualTo("a");
        assertThat(click.path("context").path("recommendation_id").asText()).isEqualTo("L");
        assertThat(click.path("context").path("token").asText()).isEqualTo("T");
        assertThat(click.path("context").path("recommendation_position").asInt()).isEqualTo(3);
    }

    @Test
    void where_the_visit_came_from_is_part_of_its_events() {
        browser.go(site.url("/?utm_source=letter&utm_medium=mail&utm_campaign=may&utm_term=x"));
        view("a");

        JsonNode context = site.awaitEvents(1, "VIEW").get(0).path("context");
        assertThat(context.path("source").asText()).isEqualTo("letter");
        assertThat(context.path("medium").asText()).isEqualTo("mail");
        assertThat(context.path("campaign").asText()).isEqualTo("may");
        assertThat(context.path("term").asText()).isEqualTo("x");
        assertThat(context.has("content")).isFalse();
    }

    @Test
    void a_browser_that_stores_nothing_sends_all_the_same() {
        try (Browser strict = Browser.openWithoutStorage()) {
            strict.go(site.url("/"));
            assertThat(
                            strict.run(
                                    "try { return localStorage.length; } catch { return 'blocked'; }"))
                    .isEqualTo("blocked");
            strict.run("nextclick('event', {event_type: 'VIEW', item_id: 'a'})");
            site.awaitEvents(1, "VIEW");
            strict.run("nextclick('event', {event_type: 'VIEW', item_id: 'b'})");
            site.awaitEvents(2, "VIEW");
        }
        assertThat(site.events("VIEW"))
                .extracting(each -> each.path("device_id").asText())
                .containsOnly(RecordingServer.DEVICE);
        assertThat(site.calls()).filteredOn("POST /v1/device"::equals).hasSize(1);
    }

    private static String view(String item) {
        return String.valueOf(
                browser.run(
                        "return nextclick('event', {event_type: 'VIEW', item_id: arguments[0]}).event_id",
                        item));
    }

    private static long queued() {
        return (long) (Long) browser.run("return JSON.parse(localStorage.nextclick).queue.length");
    }

    private Set<String> items() {
        List<String> items = new ArrayList<>();
        site.events("VIEW").forEach(each -> items.add(each.path("item_id").asText()));
        return items.stream().collect(Collectors.toSet());
    }
}
