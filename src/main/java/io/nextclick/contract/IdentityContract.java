package io.nextclick.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.nextclick.avro.FindingKind;
import io.nextclick.avro.IdentityEvidence;
import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RefusedException;
import io.nextclick.event.IdentityEvent;
import io.nextclick.event.QualityFinding;
import io.nextclick.event.ReasonCode;
import io.nextclick.event.SiteKey;
import io.nextclick.identity.IdentityLink;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The contracts {@code IdentityEvent}, in Avro and in JSON, {@code IdentityLink} and {@code
 * QualityFinding}.
 */
public final class IdentityContract {

    private IdentityContract() {}

    /** Decodes what producers write, in Avro or JSON. */
    public static RecordDecoder<IdentityEvent> decoder(CodecSettings codec) {
        return RecordDecoder.of(
                io.nextclick.avro.IdentityEvent.getClassSchema(),
                codec,
                IdentityContract::toIdentityEvent,
                Json.class,
                Json::toIdentityEvent);
    }

    public static IdentityEvent toIdentityEvent(io.nextclick.avro.IdentityEvent event)
            throws RefusedException {
        return new IdentityEvent(
                action(event.getAction().name()),
                WrittenTime.millis("occurred_at", event.getOccurredAt()),
                event.getSite(),
                event.getDeviceId(),
                event.getUserId(),
                1);
    }

    /** What an identity event does; a guess is the job's own and nobody else's. */
    private static IdentityEvent.Action action(@Nullable String name) throws RefusedException {
        for (IdentityEvent.Action action : IdentityEvent.Action.values()) {
            if (action.name().equals(name) && action != IdentityEvent.Action.GUESS) {
                return action;
            }
        }
        throw new RefusedException(
                ReasonCode.INVALID_IDENTITY, "action is not LINK, UNLINK or FORGET_DEVICE");
    }

    public static io.nextclick.avro.@Nullable IdentityLink of(IdentityLink link) {
        return link.personId() == null
                ? null
                : new io.nextclick.avro.IdentityLink(
                        link.deviceId(),
                        link.site(),
                        link.personId(),
                        IdentityEvidence.valueOf(link.evidence().name()),
                        Instant.ofEpochMilli(link.sinceMillis()),
                        link.confidence());
    }

    public static io.nextclick.avro.QualityFinding of(QualityFinding finding) {
        return new io.nextclick.avro.QualityFinding(
                FindingKind.valueOf(finding.kind().name()),
                finding.site(),
                finding.personId(),
                finding.deviceId(),
                finding.eventId(),
                Instant.ofEpochMilli(finding.occurredAtMillis()),
                finding.detail());
    }

    /** An {@code IdentityEvent} in JSON: the contract's field names, absent fields left out. */
    record Json(
            @JsonProperty(value = "action", required = true) @Nullable String action,
            @JsonProperty(value = "device_id", required = true) @Nullable String deviceId,
            @JsonProperty("user_id") @Nullable String userId,
            @Nullable String site,
            @JsonProperty(value = "occurred_at", required = true) @JsonSetter(nulls = Nulls.FAIL)
                    JsonInstant occurredAt) {

        IdentityEvent toIdentityEvent() throws RefusedException {
            return new IdentityEvent(
                    IdentityContract.action(action),
                    WrittenTime.millis("occurred_at", occurredAt),
                    site == null ? SiteKey.DEFAULT_SITE : site,
                    deviceId == null ? "" : deviceId,
                    userId,
                    1);
        }
    }
}
