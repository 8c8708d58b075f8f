package io.nextclick.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.ListToken;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tickets, cookies and tokens: what was signed here counts, and nothing else. */
class TicketsTest {

    private static final long NOW = 1_790_000_000_000L;
    private static final long HOUR = 3_600_000;
    private static final String OLD = "old-secret-0123456789012345678901";
    private static final String NEW = "new-secret-0123456789012345678901";

    private final Tickets tickets = new Tickets(HOUR);
    private final Site site = site("default", NEW, null);

    private static Site site(String name, String current, @Nullable String previous) {
        return new Site(
                name,
                "pk",
                "sk",
                Set.of(),
                new Secret(current),
                previous == null ? null : new Secret(previous),
                false);
    }

    @Test
    void a_user_is_proven_for_a_time_by_what_the_site_signed_for_that_user_alone() {
        String shown = tickets.issueUser(site, "ann", NOW + HOUR);
        assertThat(tickets.isUser(site, "ann", shown, NOW)).isTrue();
        assertThat(tickets.isUser(site, "ann", shown, NOW + HOUR + 1)).isFalse();
        assertThat(tickets.isUser(site, "bob", shown, NOW)).isFalse();
        assertThat(tickets.isUser(site("north", NEW, null), "ann", shown, NOW)).isFalse();
        assertThat(tickets.isUser(site("default", NEW, OLD), "ann", shown, NOW)).isTrue();
        String ofDevice = tickets.issue(site, "ann", NOW + HOUR);
        assertThat(tickets.isUser(site, "ann", ofDevice, NOW)).isFalse();
        assertThat(isValid(site, "ann", shown, NOW)).isFalse();
    }

    private boolean isValid(Site by, String device, String ticket, long now) {
        return tickets.isValid(by, device, ticket, now, 0);
    }

    private static ListToken token(String arm) {
        return new ListToken(
                UUID.randomUUID(), NOW, ListToken.CERTAIN, "default", "home", arm, List.of());
    }

    @Test
    void a_ticket_is_valid_for_its_device_until_it_expires() {
        String ticket = tickets.issue(site, "phone", tickets.expiry(NOW));
        assertThat(isValid(site, "phone", ticket, NOW)).isTrue();
        assertThat(isValid(site, "phone", ticket, NOW + HOUR)).isTrue();
        assertThat(isValid(site, "phone", ticket, NOW + HOUR + 1)).isFalse();
        assertThat(tickets.isValid(site, "phone", ticket, NOW + 2 * HOUR, HOUR)).isTrue();
        assertThat(isValid(site, "tablet", ticket, NOW)).isFalse();
        assertThat(isValid(site("north", NEW, null), "phone", ticket, NOW)).isFalse();
    }

    @Test
    void what_the_previous_secret_signed_is_valid_and_what_the_one_before_did_is_not() {
        Site before = site("default", OLD, null);
        String ticket = tickets.issue(before, "phone", tickets.expiry(NOW));
        String cookie = tickets.cookie(before, "phone");
        ListToken token = token("a");
        Site after = site("default", NEW, OLD);
        assertThat(isValid(after, "phone", ticket, NOW)).isTrue();
        assertThat(tickets.deviceOf(after, cookie)).contains("phone");
        assertThat(Token.check(after, Token.sign(token, before), NOW, HOUR).token())
                .isEqualTo(token);
        assertThat(isValid(site, "phone", ticket, NOW)).isFalse();
        assertThat(tickets.deviceOf(site, cookie)).isEmpty();
        assertThat(Token.check(site, Token.sign(token, before), NOW, HOUR).result())
                .isEqualTo(Token.Result.INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "phone", "phone.", "phone.AAAA", "!!.!!", "\u0000.\u0000"})
    void what_nobody_signed_is_not_valid(String forged) {
        assertThat(isValid(site, "phone", forged, NOW)).isFalse();
        assertThat(tickets.deviceOf(site, forged)).isEmpty();
        assertThat(Token.check(site, forged, NOW, HOUR).result()).isEqualTo(Token.Result.INVALID);
    }

    @Test
    void no_bit_of_a_token_may_be_changed() {
        String signed = Token.sign(token("blend"), site);
        byte[] bytes = Base64.getUrlDecoder().decode(signed);
        for (int i = 0; i < bytes.length * 8; i++) {
            byte[] forged = bytes.clone();
            forged[i / 8] ^= (byte) (1 << i % 8);
            String text = Base64.getUrlEncoder().encodeToString(forged);
            assertThat(Token.check(site, text, NOW, HOUR).result())
                    .as("bit %d", i)
                    .isEqualTo(Token.Result.INVALID);
        }
    }

    @Test
    void a_token_says_what_was_signed_until_it_is_too_old() {
        ListToken token = token("");
        String signed = Token.sign(token, site);
        assertThat(Token.check(site, signed, NOW + HOUR, HOUR).token()).isEqualTo(token);
        assertThat(Token.check(site, signed, NOW + HOUR + 1, HOUR).result())
                .isEqualTo(Token.Result.EXPIRED);
    }

    @Test
    void a_ticket_is_no_cookie_and_a_cookie_is_no_ticket() {
        String cookie = tickets.cookie(site, "phone");
        String ticket = tickets.issue(site, "phone", tickets.expiry(NOW));
        assertThat(isValid(site, "phone", cookie.substring(6), NOW)).isFalse();
        assertThat(tickets.deviceOf(site, "phone." + ticket)).isEmpty();
    }
}
