package io.nextclick.contract;

import io.nextclick.event.SiteKey;
import io.nextclick.session.BehaviorMetrics;
import io.nextclick.session.SessionSummary;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The contract {@code SessionSummary}. */
public final class SessionContract {

    private SessionContract() {}

    public static io.nextclick.avro.SessionSummary of(SessionSummary session) {
        return new io.nextclick.avro.SessionSummary(
                session.sessionId(),
                SiteKey.id(session.personKey()),
                SiteKey.site(session.personKey()),
                Instant.ofEpochMilli(session.startedAtMillis()),
                Instant.ofEpochMilli(session.endedAtMillis()),
                session.events(),
                session.countsByType(),
                session.distinctItems(),
                session.deviceIds(),
                session.entryItem(),
                session.exitItem(),
                session.converted(),
                io.nextclick.avro.SessionStatus.valueOf(session.status().name()),
                session.supersededBy(),
                session.movedTo(),
                session.distinctCategories(),
                session.dwellMillis(),
                session.cartValue(),
                session.revenue(),
                session.bounce(),
                session.outlier(),
                of(session.behavior()));
    }

    private static io.nextclick.avro.@Nullable BehaviorMetrics of(
            @Nullable BehaviorMetrics behavior) {
        return behavior == null
                ? null
                : new io.nextclick.avro.BehaviorMetrics(
                        behavior.sessions7(),
                        behavior.sessions30(),
                        behavior.days7(),
                        behavior.days30(),
                        behavior.durationMillis(),
                        behavior.pages(),
                        behavior.conversion(),
                        behavior.daysBetween(),
                        Instant.ofEpochMilli(behavior.lastMillis()),
                        shares(behavior.categories(), behavior.categoryShares()),
                        shares(behavior.brands(), behavior.brandShares()),
                        behavior.priceLow(),
                        behavior.priceHigh());
    }

    private static Map<String, Float> shares(String[] names, float[] shares) {
        Map<String, Float> byName = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            byName.put(names[i], shares[i]);
        }
        return byName;
    }
}
