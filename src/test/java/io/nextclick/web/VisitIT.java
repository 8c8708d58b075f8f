package io.nextclick.web;

import static io.nextclick.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.contract.EventEncoder;
import io.nextclick.event.CatalogItem;
import io.nextclick.gateway.Gateway;
import io.nextclick.testkit.Events;
import io.nextclick.testkit.GatewayBesideJob;
import io.nextclick.testkit.JobOnKafka;
import io.nextclick.testkit.Patience;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/**
 * A visitor's events go the whole way: page, gateway, broker, job, and back into the page. The page
 * is a shop's with the tag, and the live page of another site of the same gateway.
 */
class VisitIT extends JobOnKafka {

    private static final String SHOP = "shop";
    private static final String KEY = "pk_shop_0123456789";
    private static final List<String> ITEMS = List.of("tea", "pot", "cup", "spoon");

    private static Browser browser;
    private static RecordingServer site;
    private static Gateway gateway;

    @BeforeAll
    static void startAll() throws Exception {
        browser = Browser.open();
        site = new RecordingServer();
        start(Map.of("recommend.deadline", Patience.OPTION), null, 0, 1);
        gateway =
                GatewayBesideJob.start(
                        client.bootstrapServers(), sites(), Map.of("gateway.demo", "true"));
        await("a gateway that is ready").until(() -> status("/readyz") == 200);
    }

    @AfterAll
    static void stopAll() {
        if (gateway != null) {
            gateway.close();
        }
        if (site != null) {
            site.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void what_the_visitor_looks_at_changes_the_list_in_the_page() throws Exception {
        client.send("items", SHOP + "/pot", item(SHOP, "pot", "A <b>pot</b>"));
        for (int i = 0; i < 3; i++) {
            teach(SHOP, "teacher-" + i, List.of("tea", "pot"));
        }
        site.bare(
                "/",
                """
                <nextclick-list n=5 link="#/{id}"></nextclick-list>
                <script src="%1$s/nextclick.js" data-key=%2$s data-consent=granted></script>
                """
                        .formatted(at(""), KEY));
        browser.go(site.url("/"));

        await("the item that goes with it")
                .until(
                        () -> {
                            browser.run("nextclick('event', {event_type: 'VIEW', item_id: 'tea'})");
                            browser.pause(200);
                            return titles().contains("A <b>pot</b>");
                        });
        Object list = browser.run("return document.querySelector('nextclick-list').list");
        assertThat(list).isInstanceOf(Map.class);

        browser.driver.findElement(By.cssSelector("[data-nextclick-item=pot] a")).click();

        GenericRecord click =
                client.readUntil("events", "BehaviorEvent", all -> clicks(all).size() == 1).stream()
                        .filter(VisitIT::isClick)
                        .findFirst()
                        .orElseThrow();
        GenericRecord context = (GenericRecord) click.get("context");
        assertThat(click.get("item_id")).hasToString("pot");
        assertThat(context.get("recommendation_id"))
                .as("the gateway found the token of the list valid")
                .isNotNull();
        assertThat((Integer) context.get("recommendation_position")).isPositive();
    }

    @Test
    void on_the_live_page_clicks_change_the_list_and_the_page_says_why_and_how_fast()
            throws Exception {
        for (String item : ITEMS) {
            client.send("items", item, item("default", item, "A <i>" + item + "</i>"));
        }
        for (int i = 0; i < 4; i++) {
            teach("default", "teacher-" + i, ITEMS);
        }
        String page = "http://127.0.0.1:" + gateway.port() + "/";
        AtomicInteger pause = new AtomicInteger(500);
        await("a shop with something popular")
                .until(
                        () -> {
                            browser.go(page);
                            // A busy machine needs longer than the first time to show a page.
                            browser.pause(pause.getAndUpdate(millis -> 2 * millis));
                            return text("a").contains("A <i>tea</i>");
                        });
        assertThat(text("body")).doesNotContain("because you looked at");

        open("tea");
        await("a list that follows from the look at it")
                .until(() -> text("nextclick-list").contains("because you looked at A <i>tea</i>"));
        String first = text("nextclick-list");
        open("pot");
        await("another list after another look")
                .until(
                        () ->
                                text("nextclick-list")
                                                .contains("because you looked at A <i>pot</i>")
                                        && !text("nextclick-list").equals(first));
        await("what each look led to")
                .until(() -> text("aside, section").matches("(?s).*list of \\d+.*\\d ms.*"));
        assertThat(browser.run("return document.querySelectorAll('i').length"))
                .as("titles are put into the page as text")
                .isEqualTo(0L);
    }

    private static String text(String selector) {
        Object text =
                browser.run(
                        "return [...document.querySelectorAll(arguments[0])]"
                                + ".map(each => each.textContent).join('\\n')",
                        selector);
        return String.valueOf(text);
    }

    private static void open(String item) {
        await("a link to " + item)
                .until(
                        () ->
                                Boolean.TRUE.equals(
                                        browser.run(
                                                "const link = document.querySelector("
                                                        + "`a[href=\"#/item/${arguments[0]}\"]`);"
                                                        + "if (link) link.click(); return !!link",
                                                item)));
    }

    private void teach(String site, String device, List<String> items) throws Exception {
        for (String item : items) {
            send(
                    "events",
                    Events.view(item)
                            .named(UUID.randomUUID().toString())
                            .site(site)
                            .by(null)
                            .on(device)
                            .at(Instant.now().toEpochMilli())
                            .event());
        }
    }

    private static List<GenericRecord> clicks(List<GenericRecord> events) {
        return events.stream().filter(VisitIT::isClick).toList();
    }

    private static boolean isClick(GenericRecord event) {
        return event.get("event_type").toString().equals("CLICK")
                && event.get("site").toString().equals(SHOP);
    }

    private static byte[] item(String site, String item, String title) {
        return new EventEncoder()
                .encode(new CatalogItem(site, item, title, "kitchen", null, 9.5, true, false));
    }

    /** Of a list that is the visitor's own; what is popular until then has no token. */
    private static List<?> titles() {
        Object titles =
                browser.run(
                        "return [...document.querySelectorAll("
                                + "'[data-nextclick-token] .nextclick-title')]"
                                + ".map(each => each.textContent)");
        return titles instanceof List<?> all ? all : List.of();
    }

    private static String at(String path) {
        return "http://localhost:" + gateway.port() + path;
    }

    private static int status(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(at(path)))
                                .timeout(Patience.LONGEST)
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static Path sites() throws Exception {
        return Files.writeString(
                folder.resolve("sites.yaml"),
                """
                sites:
                  - site: default
                    public_key: pk_default_0123456789
                    secret_key: sk_default_0123456789
                    users: claimed
                    hmac: {current: 0123456789012345678901234567890123456789}
                  - site: %s
                    public_key: %s
                    secret_key: sk_shop_0123456789
                    origins: ["%s"]
                    hmac: {current: 1123456789012345678901234567890123456789}
                """
                        .formatted(SHOP, KEY, site.url("")));
    }
}
