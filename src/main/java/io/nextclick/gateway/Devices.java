package io.nextclick.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.handlers.CookieImpl;
import io.undertow.server.handlers.CookieSameSiteMode;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gives browsers a device and a ticket for it, and checks what they show. */
final class Devices {

    static final String COOKIE = "nextclick_device";

    private static final int COOKIE_SECONDS = 400 * 86_400;
    private static final long GRACE_MILLIS = 86_400_000;
    private static final long USER_MILLIS = 86_400_000;

    /** Device ids that a cookie can hold. */
    private static final Pattern IN_COOKIE = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

    private final Tickets tickets;
    private final Origins origins;
    private final LongSupplier clock;

    Devices(Tickets tickets, Origins origins, LongSupplier clock) {
        this.tickets = tickets;
        this.origins = origins;
        this.clock = clock;
    }

    /** {@code POST /v1/device}. */
    CompletionStage<Answer> give(Request request) {
        Site site = request.site();
        long now = clock.getAsLong();
        String device =
                cookieDevice(request)
                        .or(() -> continued(request, now))
                        .orElseGet(() -> UUID.randomUUID().toString());
        if (IN_COOKIE.matcher(device).matches()) {
            setCookie(request, site, device);
        }
        long expiry = tickets.expiry(now);
        ObjectNode answer = Json.object();
        answer.put("device_id", device);
        answer.put("ticket", tickets.issue(site, device, expiry));
        answer.put("expires_at", Json.time(expiry));
        return CompletableFuture.completedFuture(Answer.json(200, answer));
    }

    /** {@code POST /v1/users/{id}/token}, by the site's own server. */
    CompletionStage<Answer> vouch(Request request) {
        String user = request.path(2);
        long expiry = clock.getAsLong() + USER_MILLIS;
        ObjectNode answer = Json.object();
        answer.put("user_id", user);
        answer.put("user_token", tickets.issueUser(request.site(), user, expiry));
        answer.put("expires_at", Json.time(expiry));
        return CompletableFuture.completedFuture(Answer.json(200, answer));
    }

    /** True if a caller may say that a user is there. */
    boolean isProven(Request request, String user) {
        return request.caller().trusted()
                || request.site().claimed()
                || request.query("user_token")
                        .filter(
                                token ->
                                        tickets.isUser(
                                                request.site(), user, token, clock.getAsLong()))
                        .isPresent();
    }

    private void setCookie(Request request, Site site, String device) {
        setCookie(request, tickets.cookie(site, device), COOKIE_SECONDS);
    }

    /** Has the browser drop its cookie. */
    void dropCookie(Request request) {
        setCookie(request, "", 0);
    }

    private void setCookie(Request request, String value, int seconds) {
        request.exchange()
                .setResponseCookie(
                        new CookieImpl(COOKIE, value)
                                .setPath("/")
                                .setHttpOnly(true)
                                .setMaxAge(seconds)
                                .setSameSite(true)
                                .setSameSiteMode(CookieSameSiteMode.LAX.toString())
                                .setSecure(origins.scheme(request.exchange()).equals("https")));
    }

    /** Where cookies are blocked, the page keeps the device and its last ticket. */
    private Optional<String> continued(Request request, long now) {
        if (request.body().length == 0) {
            return Optional.empty();
        }
        ObjectNode body = Json.readObject(request.body());
        String device = body.path("device_id").asText("");
        String ticket = body.path("ticket").asText("");
        return !device.isBlank()
                        && tickets.isValid(request.site(), device, ticket, now, GRACE_MILLIS)
                ? Optional.of(device)
                : Optional.empty();
    }

    /** The device of the caller's cookie. */
    Optional<String> cookieDevice(Request request) {
        return tickets.deviceOf(request.site(), request.cookie(COOKIE).orElse(null));
    }

    /**
     * Checks that the caller may see what is known of a device.
     *
     * @param ticket that it shows beside a cookie; null for none
     * @throws Problem if it may not
     */
    void check(Request request, @Nullable String device, @Nullable String ticket) {
        if (request.caller().trusted()) {
            return;
        }
        boolean shown =
                device != null
                        && (cookieDevice(request).filter(device::equals).isPresent()
                                || (ticket != null
                                        && tickets.isValid(
                                                request.site(),
                                                device,
                                                ticket,
                                                clock.getAsLong(),
                                                0)));
        if (!shown) {
            throw Problem.forbidden(
                    "TICKET_NEEDED", "neither a valid ticket nor the cookie of the device");
        }
    }
}
