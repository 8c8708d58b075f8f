package io.nextclick.gateway;

import io.nextclick.avro.IdentityAction;
import io.nextclick.avro.IdentityEvent;
import io.nextclick.codec.AvroEncoder;
import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RefusedException;
import io.nextclick.contract.IdentityContract;
import io.nextclick.contract.Topics;
import io.nextclick.event.EventChecks;
import io.nextclick.event.Rejection;
import io.nextclick.event.SiteKey;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** Has the job forget a device, as its visitor or the site asks for. */
final class Withdrawals {

    private final Devices devices;
    private final Sender sender;
    private final EventChecks checks;
    private final LongSupplier clock;

    Withdrawals(Devices devices, Sender sender, EventChecks checks, LongSupplier clock) {
        this.devices = devices;
        this.sender = sender;
        this.checks = checks;
        this.clock = clock;
    }

    /** {@code DELETE /v1/device}. */
    CompletionStage<Answer> forget(Request request) {
        String device =
                request.query("device")
                        .or(() -> devices.cookieDevice(request))
                        .orElseThrow(() -> Problem.invalid("'device' is needed"));
        devices.check(request, device, request.query("ticket").orElse(null));
        String site = request.site().name();
        long now = clock.getAsLong();
        IdentityEvent event =
                new IdentityEvent(
                        IdentityAction.FORGET_DEVICE,
                        device,
                        null,
                        site,
                        Instant.ofEpochMilli(now));
        check(event, now);
        byte[] value =
                new AvroEncoder<IdentityEvent>(
                                IdentityEvent.getClassSchema(),
                                Topics.IDENTITY_EVENTS.name(),
                                CodecSettings.DEFAULT)
                        .encode(event);
        return sender.send(Topics.IDENTITY_EVENTS, SiteKey.of(site, device), value)
                .thenApply(
                        sent -> {
                            // Only now: the cookie is needed to ask again.
                            devices.dropCookie(request);
                            return Answer.empty(204);
                        });
    }

    /** As the job does it, so that nothing is confirmed that the job refuses. */
    private void check(IdentityEvent event, long now) {
        try {
            Rejection fault =
                    checks.check(IdentityContract.toIdentityEvent(event), now).orElse(null);
            if (fault != null) {
                throw new Problem(400, fault.reason().name(), fault.detail());
            }
        } catch (RefusedException e) {
            throw new Problem(400, e.reason().name(), e.detail());
        }
    }
}
