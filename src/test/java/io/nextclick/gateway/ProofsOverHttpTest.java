package io.nextclick.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.ListToken;
import io.nextclick.testkit.GatewayClient;
import io.nextclick.testkit.GatewayClient.Reply;
import io.nextclick.testkit.Patience;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tokens of lists, tickets and proofs of users, as callers show them to a running server: those
 * that count, those that expired, and forgeries. The broker is away, so a device that may be
 * forgotten is answered with 503 and one that may not with 403.
 */
class ProofsOverHttpTest {

    private static final String CURRENT = "0123456789012345678901234567890123456789";
    private static final String PREVIOUS = "9876543210987654321098765432109876543210";
    private static final String OTHERS = "other567890123456789012345678901234567890";
    private static final long DAY = 86_400_000;

    @TempDir private static Path folder;

    private static Gateway gateway;
    private static GatewayClient http;

    @BeforeAll
    static void start() throws Exception {
        gateway =
                Gateway.start(
                        GatewayRefusalsTest.options(
                                folder,
                                Map.of(
                                        "gateway.token-max-age", "1 d",
                                        "gateway.ticket-ttl", "1 h")));
        http = new GatewayClient(gateway.port());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** How a proof was made. */
    enum Made {
        BY_CURRENT_SECRET(CURRENT, "default", 0, true),
        BY_PREVIOUS_SECRET(PREVIOUS, "default", 0, true),
        TOO_LONG_AGO(CURRENT, "default", 2 * DAY, false),
        BY_UNKNOWN_SECRET(OTHERS, "default", 0, false),
        FOR_ANOTHER_SITE(CURRENT, "north", 0, false);

        private final String secret;
        private final String siteName;
        private final long age;
        private final boolean counts;

        Made(String secret, String siteName, long age, boolean counts) {
            this.secret = secret;
            this.siteName = siteName;
            this.age = age;
            this.counts = counts;
        }

        private Site site() {
            return new Site(siteName, "", "", Set.of(), new Secret(secret), null, false);
        }
    }

    private static long counted(String result) throws Exception {
        return metric("nextclick_gateway_tokens_total{result=\"%s\"}".formatted(result));
    }

    private static void click(String token) throws Exception {
        Reply reply =
                http.post(
                        "/v1/events",
                        GatewayClient.PUBLIC,
                        """
                        {"event_id": "c", "event_type": "CLICK", "occurred_at": %d,
                         "device_id": "phone", "item_id": "tea", "context": {"token": "%s"}}
                        """
                                .formatted(System.currentTimeMillis(), token));
        assertThat(reply.status()).as("taken, as far as the broker lets it").isEqualTo(503);
        assertThat(reply.reason()).isEqualTo("NOT_DELIVERED");
    }

    private static String token(Made made) {
        long at = System.currentTimeMillis() - made.age;
        ListToken token =
                new ListToken(UUID.randomUUID(), at, 1, made.siteName, "home", "", List.of());
        return Token.sign(token, made.site());
    }

    @ParameterizedTest
    @EnumSource(Made.class)
    void a_token_counts_if_the_site_signed_it_lately(Made made) throws Exception {
        String result = made.counts ? "valid" : made == Made.TOO_LONG_AGO ? "expired" : "invalid";
        long before = counted(result);

        click(token(made));

        assertThat(counted(result)).isEqualTo(before + 1);
    }

    @Test
    void a_token_does_not_count_with_one_changed_byte() throws Exception {
        byte[] bytes = Base64.getUrlDecoder().decode(token(Made.BY_CURRENT_SECRET));
        bytes[5] ^= 1;
        long before = counted("invalid");

        click(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        click("made up");

        assertThat(counted("invalid")).isEqualTo(before + 2);
    }

    private static Reply forget(String device, String ticket, @Nullable String cookie)
            throws Exception {
        String path = "/v1/device?device=%s&ticket=%s".formatted(device, encoded(ticket));
        var request = http.request(path, GatewayClient.PUBLIC).DELETE();
        return http.send(
                cookie == null ? request : request.header("Cookie", Devices.COOKIE + '=' + cookie));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(Made.class)
    void a_ticket_counts_if_the_site_signed_it_for_the_device_and_until_it_expires(Made made)
            throws Exception {
        Tickets tickets = new Tickets(DAY);
        long expiry = System.currentTimeMillis() + 60_000 - made.age;
        String ticket = tickets.issue(made.site(), "phone", expiry);

        assertThat(forget("phone", ticket, null).status()).isEqualTo(made.counts ? 503 : 403);
        assertThat(forget("tablet", ticket, null).status()).isEqualTo(403);
        assertThat(http.get(path(ticket), GatewayClient.PUBLIC).reason())
                .isEqualTo(made.counts ? "NOT_READY" : "TICKET_NEEDED");
    }

    private static String path(String ticket) {
        return "/v1/recommendations?device=phone&ticket=" + encoded(ticket);
    }

    @Test
    void a_ticket_counts_no_longer_than_the_gateway_gives_them() throws Exception {
        String ticket =
                new Tickets(DAY)
                        .issue(
                                Made.BY_CURRENT_SECRET.site(),
                                "phone",
                                System.currentTimeMillis() + DAY);
        assertThat(forget("phone", ticket, null).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @EnumSource(Made.class)
    void a_cookie_counts_if_the_site_signed_it(Made made) throws Exception {
        String cookie = new Tickets(DAY).cookie(made.site(), "phone");
        // It ends by its age in the browser only.
        boolean counts = made.counts || made == Made.TOO_LONG_AGO;
        assertThat(forget("phone", "", cookie).status()).isEqualTo(counts ? 503 : 403);
        assertThat(forget("tablet", "", cookie).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @EnumSource(Made.class)
    void a_user_counts_if_the_site_signed_it_lately(Made made) throws Exception {
        long expiry = System.currentTimeMillis() + 60_000 - made.age;
        String proof = new Tickets(DAY).issueUser(made.site(), "ann", expiry);
        String metric =
                "nextclick_gateway_users_total{result=\"%s\"}"
                        .formatted(made.counts ? "proven" : "unproven");
        long before = metric(metric);

        http.post(
                "/v1/events?user_token=" + encoded(proof),
                GatewayClient.PUBLIC,
                """
                {"event_id": "u", "event_type": "VIEW", "occurred_at": %d, "device_id": "phone",
                 "user_id": "ann", "item_id": "tea"}
                """
                        .formatted(System.currentTimeMillis()));

        Patience.await("a counted user").until(() -> metric(metric) == before + 1);
    }

    private static long metric(String name) throws Exception {
        String text = new String(http.get("/metrics", null).http().body(), StandardCharsets.UTF_8);
        return text.lines()
                .filter(line -> line.startsWith(name + ' '))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
                .sum();
    }
}
