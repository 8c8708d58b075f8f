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
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** A visitor's events go the whole way: page, gateway, broker, job, and back into the page. */
class VisitIT extends JobOnKafka {

    private static final String KEY = "pk_default_0123456789";

    private static Browser browser;
    private static RecordingServer site;
    private static Gateway gateway;

    @BeforeAll
    static void startAll() throws Exception {
        browser = Browser.open();
        site = new RecordingServer();
        start(Map.of("recommend.deadline", Patience.OPTION), null, 0, 1);
        gateway = GatewayBesideJob.start(client.bootstrapServers(), sites(), Map.of());
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
        client.send("items", "pot", item("pot", "A <b>pot</b>"));
        for (int i = 0; i < 3; i++) {
            teach("teacher-" + i);
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

    private void teach(String device) throws Exception {
        for (String item : List.of("tea", "pot")) {
            send(
                    "events",
                    Events.view(item)
                            .named(UUID.randomUUID().toString())
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
        return event.get("event_type").toString().equals("CLICK");
    }

    private static byte[] item(String item, String title) {
        return new EventEncoder()
                .encode(new CatalogItem("default", item, title, "kitchen", null, 9.5, true, false));
    }

    private static List<?> titles() {
        Object titles =
                browser.run(
                        "return [...document.querySelectorAll('.nextclick-title')]"
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
                    public_key: %s
                    secret_key: sk_default_0123456789
                    origins: ["%s"]
                    hmac: {current: 0123456789012345678901234567890123456789}
                """
                        .formatted(KEY, site.url("")));
    }
}
