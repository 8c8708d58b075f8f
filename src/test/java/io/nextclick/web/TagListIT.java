package io.nextclick.web;

import static io.nextclick.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** Lists in a page: how they are drawn, renewed, and what of them was seen. */
class TagListIT extends TagInBrowser {

    @BeforeEach
    void openSite() throws Exception {
        site =
                new RecordingServer()
                        .page(
                                "/",
                                "data-consent=granted",
                                "<style>.nextclick-item {height: 300px}</style>"
                                        + "<nextclick-list surface=home n=6></nextclick-list>");
    }

    @Test
    void each_item_is_an_impression_once_it_was_half_visible_for_a_second() {
        site.list(list("L1", 6));
        browser.go(site.url("/"));
        List<String> seen = new ArrayList<>();
        await("what is on the screen").until(() -> shownOf("L1", seen).size() >= 2);
        int first = seen.size();
        assertThat(first).isLessThan(6);

        for (int i = first + 1; i <= 6; i++) {
            browser.run("document.querySelectorAll('li')[arguments[0]].scrollIntoView()", i - 1);
            String item = "i%d@%d".formatted(i, i);
            await(item).until(() -> shownOf("L1", seen).contains(item));
        }
        browser.run("scrollTo(0, 0)");
        browser.pause(1_500);
        browser.go(site.url("/"));
        browser.pause(1_500);

        assertThat(shownOf("L1", seen))
                .containsExactlyInAnyOrder("i1@1", "i2@2", "i3@3", "i4@4", "i5@5", "i6@6");
        assertThat(site.events("IMPRESSION"))
                .extracting(each -> each.path("context").path("token").asText())
                .containsOnly("token-of-L1");
    }

    @Test
    void what_is_scrolled_past_is_no_impression() {
        site.list(list("L1", 6));
        browser.go(site.url("/"));
        List<String> seen = new ArrayList<>();
        await("what is on the screen").until(() -> !shownOf("L1", seen).isEmpty());
        browser.driver.executeAsyncScript(
                "const done = arguments[0]; scrollTo(0, 1e5);"
                        + "setTimeout(() => { scrollTo(0, 0); setTimeout(done, 1500); }, 100)");

        assertThat(shownOf("L1", seen)).doesNotContain("i6@6");
    }

    @Test
    void a_new_list_of_the_person_replaces_the_old_one_without_a_reload() throws Exception {
        site.list(list("L1", 2));
        browser.go(site.url("/"));
        await("the first list").until(() -> titles().equals(List.of("Item 1", "Item 2")));

        site.send("list", list("L2", 3));
        await("the next list").until(() -> titles().size() == 3);

        site.send("list", list("L0", 1).replace("2026", "2025"));
        site.send("list", list("L3", 4).replace("home", "cart"));
        site.send("list", list("L4", 5));
        await("the newest of this surface").until(() -> titles().size() == 5);
    }

    @Test
    void a_list_without_a_surface_is_the_newest_of_any() throws Exception {
        site.page("/", "data-consent=granted", "<nextclick-list></nextclick-list>");
        site.list(list("L1", 2));
        browser.go(site.url("/"));
        await("the first list").until(() -> titles().size() == 2);
        site.send("list", list("L2", 3).replace("home", "cart"));

        await("the next list").until(() -> titles().size() == 3);
    }

    @Test
    void texts_with_markup_stay_texts_and_links_lead_to_pages_only() {
        site.list(
                """
                {"recommendation_id": "L1", "items": [
                  {"item_id": "<b>1</b>", "title": "<img src=x onerror='document.title=1'>",
                   "url": "javascript:document.title=2", "image": "javascript:document.title=3"},
                  {"item_id": "2", "title": "&amp;", "url": "/p/2", "price": 9.5, "currency": "<i>"}]}
                """);
        browser.go(site.url("/"));
        await("the list").until(() -> titles().size() == 2);

        assertThat(titles()).containsExactly("<img src=x onerror='document.title=1'>", "&amp;");
        assertThat(
                        browser.driver.findElements(
                                By.cssSelector("nextclick-list b, nextclick-list img")))
                .isEmpty();
        List<WebElement> links = browser.driver.findElements(By.cssSelector("nextclick-list a"));
        assertThat(links).hasSize(1);
        assertThat(links.get(0).getDomProperty("href")).isEqualTo(site.url("/p/2"));
        assertThat(browser.driver.getTitle()).isEqualTo("shop");
    }

    @Test
    void a_click_names_the_list_its_token_and_the_position() {
        site.list(list("L1", 2));
        browser.go(site.url("/"));
        await("the list").until(() -> titles().size() == 2);
        browser.driver.findElements(By.cssSelector(".nextclick-title")).get(1).click();

        JsonNode click = site.awaitEvents(1, "CLICK").get(0);
        assertThat(click.path("item_id").asText()).isEqualTo("i2");
        assertThat(click.path("context").path("recommendation_id").asText()).isEqualTo("L1");
        assertThat(click.path("context").path("token").asText()).isEqualTo("token-of-L1");
        assertThat(click.path("context").path("recommendation_position").asInt()).isEqualTo(2);
    }

    @Test
    void a_button_of_an_item_that_says_another_event_is_that_event_and_no_click() {
        site.page(
                "/",
                "data-consent=granted",
                "<ul data-nextclick-list=L1 data-nextclick-token=token-of-L1>"
                        + "<li data-nextclick-item=i7 data-nextclick-position=3>"
                        + "<button data-nextclick-event=NOT_INTERESTED><i>x</i></button></li></ul>");
        browser.go(site.url("/"));
        browser.driver.findElement(By.cssSelector("button i")).click();

        JsonNode refusal = site.awaitEvents(1, "NOT_INTERESTED").get(0);
        assertThat(refusal.path("item_id").asText()).isEqualTo("i7");
        assertThat(refusal.path("context").path("token").asText()).isEqualTo("token-of-L1");
        assertThat(refusal.path("context").path("recommendation_position").asInt()).isEqualTo(3);
        assertThat(site.events("CLICK")).isEmpty();
    }

    @Test
    void a_pointer_that_rests_on_an_item_is_a_hover_once() {
        site.list(list("L1", 2));
        browser.go(site.url("/"));
        await("the list").until(() -> titles().size() == 2);
        WebElement item = browser.driver.findElement(By.cssSelector(".nextclick-item"));
        new Actions(browser.driver).moveToElement(item).perform();
        site.awaitEvents(1, "HOVER");
        new Actions(browser.driver).moveByOffset(0, 250).perform();
        new Actions(browser.driver).moveToElement(item).perform();
        browser.pause(800);

        assertThat(site.events("HOVER"))
                .filteredOn(each -> each.path("item_id").asText().equals("i1"))
                .hasSize(1);
    }

    @Test
    void a_page_can_draw_the_list_itself() {
        site.page(
                "/",
                "data-consent=granted",
                "<nextclick-list></nextclick-list><script>document.addEventListener('nextclick:list',"
                        + " e => { e.preventDefault(); document.title = e.detail.items[0].title; })</script>");
        site.list(list("L1", 1));
        browser.go(site.url("/"));

        await("the page's own").until(() -> "Item 1".equals(browser.driver.getTitle()));
        assertThat(titles()).isEmpty();
    }

    private List<String> shownOf(String list, List<String> into) {
        into.clear();
        for (JsonNode event : site.events("IMPRESSION")) {
            if (event.path("context").path("recommendation_id").asText().equals(list)) {
                event.path("context")
                        .path("shown")
                        .forEach(
                                each ->
                                        into.add(
                                                each.path("item_id").asText()
                                                        + "@"
                                                        + each.path("position").asInt()));
            }
        }
        return into;
    }

    private static List<String> titles() {
        Object titles =
                browser.run(
                        "return [...document.querySelectorAll('.nextclick-title')].map(e => e.textContent)");
        List<String> all = new ArrayList<>();
        if (titles instanceof List<?> some) {
            some.forEach(each -> all.add(String.valueOf(each)));
        }
        return all;
    }

    private static String list(String id, int count) {
        List<String> items = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            items.add(
                    "{\"item_id\":\"i%d\",\"position\":%d,\"title\":\"Item %d\"}"
                            .formatted(i, i, i));
        }
        return ("{\"recommendation_id\":\"%s\",\"surface\":\"home\",\"token\":\"token-of-%s\","
                        + "\"generated_at\":\"2026-01-01T00:00:00.000Z\",\"items\":[%s]}")
                .formatted(id, id, String.join(",", items));
    }
}
