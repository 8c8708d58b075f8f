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
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A visitor clicks through the shop of the live page; its lists follow, with their reasons. */
class PageIT extends JobOnKafka {

    private static final List<String> ITEMS = List.of("tea", "pot", "cup", "spoon");

    private static Browser browser;
    private static Gateway gateway;

    @BeforeAll
    static void startAll() throws Exception {
        browser = Browser.open();
        start(Map.of("recommend.deadline", Patience.OPTION), null, 0, 1);
        gateway =
                GatewayBesideJob.start(
                        client.bootstrapServers(),
                        Files.writeString(
                                folder.resolve("sites.yaml"),
                                """
                                                sites:
                                                  - site: default
                                                    public_key: pk_default_0123456789
                                                    secret_key: sk_default_0123456789
                                                    users: claimed
                                                    hmac: {current: 0123456789012345678901234567890123456789}
                                                """),
                        Map.of("gateway.demo", "true"));
        for (String item : ITEMS) {
            client.send("items", item, item(item));
        }
    }

    @AfterAll
    static void stopAll() {
        if (gateway != null) {
            gateway.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    private static byte[] item(String item) {
        String title = "A <i>" + item + "</i>";
        return new EventEncoder()
                .encode(new CatalogItem("default", item, title, "kitchen", null, 9.5, true, false));
    }

    private void teach(String device, String item) throws Exception {
        send(
                "events",
                Events.view(item)
                        .named(device + item)
                        .by(null)
                        .on(device)
                        .at(Instant.now().toEpochMilli())
                        .event());
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

    @Test
    void clicks_change_the_list_and_the_page_says_why_and_how_fast() throws Exception {
        for (int i = 0; i < 4; i++) {
            for (String item : ITEMS) {
                teach("teacher-" + i, item);
            }
        }
        String page = "http://127.0.0.1:" + gateway.port() + "/";
        await("a shop with something popular")
                .until(
                        () -> {
                            browser.go(page);
                            browser.pause(500);
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
}
