package io.nextclick.contract;

import io.nextclick.avro.ReasonSource;
import io.nextclick.event.SiteKey;
import io.nextclick.recommend.Reason;
import io.nextclick.recommend.RecommendationList;
import io.nextclick.recommend.RecommendedItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The contract {@code RecommendationList}. */
public final class ListContract {

    private ListContract() {}

    public static io.nextclick.avro.RecommendationList of(RecommendationList list) {
        List<io.nextclick.avro.RecommendedItem> items = new ArrayList<>(list.items().size());
        for (RecommendedItem item : list.items()) {
            List<io.nextclick.avro.Reason> reasons = new ArrayList<>(item.reasons().size());
            for (Reason reason : item.reasons()) {
                reasons.add(
                        new io.nextclick.avro.Reason(
                                ReasonSource.valueOf(reason.source().name()),
                                reason.becauseOf(),
                                reason.weight()));
            }
            items.add(
                    new io.nextclick.avro.RecommendedItem(
                            item.itemId(), items.size() + 1, item.score(), reasons));
        }
        return new io.nextclick.avro.RecommendationList(
                list.recommendationId(),
                SiteKey.id(list.personKey()),
                SiteKey.site(list.personKey()),
                list.deviceIds(),
                list.userIds(),
                Instant.ofEpochMilli(list.generatedAtMillis()),
                list.triggerEventId(),
                Instant.ofEpochMilli(list.triggerOccurredAtMillis()),
                items,
                list.segments(),
                list.policy(),
                list.policyVersion(),
                list.fallback(),
                list.complete());
    }
}
