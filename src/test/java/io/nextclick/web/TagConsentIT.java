package io.nextclick.web;

import static io.nextclick.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Before the visitor agrees, the tag sends nothing and stores nothing. */
class TagConsentIT extends TagInBrowser {

    /** Where a site's consent comes from, as a page with {@code answer(yes)} for the test. */
    enum Source {
        TCF(
                """
                window.__tcfapi = (command, version, listener) => {
                  listener({eventStatus: 'cmpuishown', purpose: {consents: {1: true, 5: true, 6: true}}}, true);
                  window.answer = yes => listener({eventStatus: 'useractioncomplete', gdprApplies: true,
                    purpose: {consents: {1: true, 5: yes, 6: yes}}}, true);
                };
                """),
        GPP(
                """
                const ping = (status, out) => ({signalStatus: status, applicableSections: [7],
                  parsedSections: {usnat: [{SaleOptOut: out, SharingOptOut: 2}, {Gpc: false}]}});
                window.__gpp = (command, listener) => {
                  if (command === 'ping') return listener(ping('not ready', 0), true);
                  window.answer = yes => listener({eventName: 'signalStatus', pingData: ping('ready', yes ? 2 : 1)});
                };
                """),
        CONSENT_MODE(
                """
                window.dataLayer = [];
                function gtag() { dataLayer.push(arguments); }
                gtag('consent', 'default', {analytics_storage: 'denied', personalization_storage: 'denied'});
                window.answer = yes => gtag('consent', 'update',
                  {personalization_storage: yes ? 'granted' : 'denied'});
                """),
        SITE("window.answer = yes => nextclick('consent', {storage: yes});");

        final String script;

        Source(String script) {
            this.script = script;
        }
    }

    @BeforeEach
    void openSite() throws Exception {
        site = new RecordingServer();
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void nothing_is_sent_or_stored_before_the_visitor_agrees(Source source) {
        open(source, "");
        view("a");
        browser.pause(300);

        assertThat(site.calls()).isEmpty();
        assertThat(stored()).isEqualTo(0L);

        browser.run("answer(true)");

        assertThat(site.awaitEvents(1, "VIEW").get(0).path("item_id").asText()).isEqualTo("a");
        assertThat(stored()).isNotEqualTo(0L);
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void what_happened_before_a_refusal_is_dropped(Source source) {
        open(source, "");
        view("a");
        browser.run("answer(false)");
        view("b");
        browser.pause(300);

        assertThat(site.calls()).isEmpty();
        assertThat(stored()).isEqualTo(0L);

        browser.run("answer(true)");
        view("c");

        assertThat(site.awaitEvents(1, "VIEW").get(0).path("item_id").asText()).isEqualTo("c");
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void a_later_refusal_forgets_what_was_stored(Source source) {
        open(source, "");
        browser.run("answer(true)");
        view("a");
        site.awaitEvents(1, "VIEW");
        assertThat(stored()).isNotEqualTo(0L);

        browser.run("answer(false)");
        view("b");
        await("the device to be forgotten").until(() -> site.calls().contains("DELETE /v1/device"));
        browser.pause(300);

        assertThat(stored()).isEqualTo(0L);
        assertThat(site.events("VIEW")).hasSize(1);
        assertThat(site.calls()).filteredOn("DELETE /v1/device"::equals).hasSize(1);
    }

    @Test
    void a_page_that_says_so_needs_no_answer() {
        open(Source.SITE, "data-consent=granted");
        view("a");

        assertThat(site.awaitEvents(1, "VIEW")).hasSize(1);
    }

    @Test
    void one_refusal_counts_more_than_what_the_page_says() {
        open(Source.CONSENT_MODE, "data-consent=granted");
        browser.run("answer(false); nextclick('consent', {storage: true})");
        view("a");
        browser.pause(300);

        assertThat(site.calls()).isEmpty();
        assertThat(stored()).isEqualTo(0L);
    }

    @Test
    void a_list_waits_for_consent_and_keeps_what_the_page_put_inside() {
        site.list("{\"items\":[{\"item_id\":\"x\"}]}");
        site.page(
                "/",
                "",
                "<script>%s</script><nextclick-list>Soon</nextclick-list>"
                        .formatted(Source.SITE.script));
        browser.go(site.url("/"));
        browser.pause(300);

        assertThat(site.calls()).isEmpty();
        assertThat(text()).isEqualTo("Soon");

        browser.run("answer(true)");

        await("the list").until(() -> "x".equals(text()));
    }

    private void open(Source source, String tag) {
        site.page("/", tag, "<script>" + source.script + "</script>");
        browser.go(site.url("/"));
    }

    private static void view(String item) {
        browser.run("nextclick('event', {event_type: 'VIEW', item_id: arguments[0]})", item);
    }

    private static Object text() {
        return browser.run("return document.querySelector('nextclick-list').textContent");
    }

    /** Entries of the browser's storage for the site, and its cookies. */
    private static Object stored() {
        return browser.run(
                "return localStorage.length + sessionStorage.length + document.cookie.length");
    }
}
