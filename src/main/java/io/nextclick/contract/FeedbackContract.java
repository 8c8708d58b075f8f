package io.nextclick.contract;

import io.nextclick.avro.Revenue;
import io.nextclick.event.ListToken;
import io.nextclick.event.Money;
import io.nextclick.event.SiteKey;
import io.nextclick.feedback.Feedback;
import io.nextclick.feedback.FeedbackCount;
import io.nextclick.feedback.FeedbackDelta;
import io.nextclick.feedback.FeedbackMetrics;
import io.nextclick.feedback.ItemFeedback;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The contracts {@code Feedback} and {@code FeedbackMetrics}. */
public final class FeedbackContract {

    private static final int SURFACE = 1;
    private static final int ARM = 2;

    private FeedbackContract() {}

    public static io.nextclick.avro.Feedback of(Feedback feedback) {
        return new io.nextclick.avro.Feedback(
                feedback.feedbackId(),
                SiteKey.id(feedback.personKey()),
                SiteKey.site(feedback.personKey()),
                feedback.recommendationId(),
                feedback.surface(),
                feedback.arm().isEmpty() ? null : feedback.arm(),
                feedback.propensity() == 0
                        ? null
                        : (Double) ((double) feedback.propensity() / ListToken.CERTAIN),
                time(feedback.generatedAtMillis()),
                Instant.ofEpochMilli(feedback.openedAtMillis()),
                Instant.ofEpochMilli(feedback.closesAtMillis()),
                feedback.complete(),
                feedback.retracted(),
                feedback.isBounced(),
                Money.value(feedback.valueMicros()),
                feedback.items().stream().map(FeedbackContract::of).toList(),
                feedback.segments());
    }

    private static io.nextclick.avro.ItemFeedback of(ItemFeedback item) {
        String currency = item.currency();
        return new io.nextclick.avro.ItemFeedback(
                item.itemId(),
                item.position() == 0 ? null : (Integer) item.position(),
                item.shown(),
                item.visibleMillis(),
                time(item.clickedAtMillis()),
                item.dwellMillis(),
                item.bounced(),
                item.carts(),
                item.orders(),
                currency == null ? null : (Double) Money.value(item.revenueMicros()),
                currency,
                Money.value(item.valueMicros()));
    }

    private static @Nullable Instant time(long millis) {
        return millis == 0 ? null : Instant.ofEpochMilli(millis);
    }

    public static io.nextclick.avro.FeedbackMetrics of(FeedbackMetrics metrics) {
        List<String> key = Arrays.asList(metrics.change().key().split("/", -1));
        FeedbackDelta change = metrics.change();
        return new io.nextclick.avro.FeedbackMetrics(
                key.get(0),
                key.get(SURFACE),
                key.size() > ARM ? SiteKey.text(key.get(ARM)) : null,
                Instant.ofEpochMilli(metrics.minuteMillis()),
                metrics.count(FeedbackCount.LISTS_SHOWN),
                metrics.count(FeedbackCount.ITEMS_SHOWN),
                metrics.count(FeedbackCount.CLICKS),
                metrics.count(FeedbackCount.ORPHAN_CLICKS),
                metrics.count(FeedbackCount.LISTS_CLICKED),
                metrics.count(FeedbackCount.DWELL_MILLIS),
                metrics.count(FeedbackCount.DWELLS),
                metrics.count(FeedbackCount.BOUNCES),
                metrics.count(FeedbackCount.CARTS),
                metrics.count(FeedbackCount.ORDERS),
                revenue(change),
                Money.value(metrics.count(FeedbackCount.VALUE_MICROS)),
                Arrays.stream(change.shownByPosition()).boxed().toList(),
                Arrays.stream(change.clicksByPosition()).boxed().toList(),
                metrics.isOfAll() ? null : metrics.segment());
    }

    private static List<Revenue> revenue(FeedbackDelta change) {
        List<Revenue> revenue = new ArrayList<>(change.currencies().length);
        for (int i = 0; i < change.currencies().length; i++) {
            double amount = Money.value(change.revenueMicros()[i]);
            revenue.add(new Revenue(change.currencies()[i], amount));
        }
        return revenue;
    }
}
