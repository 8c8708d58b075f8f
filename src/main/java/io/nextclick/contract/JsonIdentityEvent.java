package io.nextclick.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.nextclick.codec.RefusedException;
import io.nextclick.event.IdentityEvent;
import io.nextclick.event.SiteKey;
import org.jspecify.annotations.Nullable;

/** An {@code IdentityEvent} in JSON: the contract's field names, absent fields left out. */
public record JsonIdentityEvent(
        @JsonProperty(value = "action", required = true) @Nullable String action,
        @JsonProperty(value = "device_id", required = true) @Nullable String deviceId,
        @JsonProperty("user_id") @Nullable String userId,
        @Nullable String site,
        @JsonProperty(value = "occurred_at", required = true) @JsonSetter(nulls = Nulls.FAIL)
                JsonInstant occurredAt) {

    IdentityEvent toIdentityEvent() throws RefusedException {
        return new IdentityEvent(
                Contracts.action(action),
                occurredAt.millis(),
                site == null ? SiteKey.DEFAULT_SITE : site,
                deviceId == null ? "" : deviceId,
                userId,
                1);
    }
}
