package io.nextclick.contract;

import io.nextclick.avro.Revenue;
import io.nextclick.codec.AvroBuffer;
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

/** The contracts {@code Feedback} and {@code FeedbackMetrics}. */
public final class FeedbackContract {

    private static final int SURFACE = 1;
    private static final int ARM = 2;

    private FeedbackContract() {}

    /** Writes what became of a list, of which there always is a record. */
    public static boolean write(Feedback feedback, AvroBuffer into) {
        into.writeString(feedback.feedbackId());
        into.writeString(SiteKey.id(feedback.personKey()));
        into.writeString(SiteKey.site(feedback.personKey()));
        into.writeString(feedback.recommendationId());
        into.writeString(feedback.surface());
        into.writeOptional(feedback.arm().isEmpty() ? null : feedback.arm());
        boolean known = feedback.propensity() != 0;
        into.writeIndex(known ? 1 : 0);
        if (known) {
            into.writeDouble((double) feedback.propensity() / ListToken.CERTAIN);
        }
        writeTime(feedback.generatedAtMillis(), into);
        into.writeLong(feedback.openedAtMillis());
        into.writeLong(feedback.closesAtMillis());
        into.writeBoolean(feedback.complete());
        into.writeBoolean(feedback.retracted());
        into.writeBoolean(feedback.isBounced());
        into.writeDouble(Money.value(feedback.valueMicros()));
        List<ItemFeedback> items = feedback.items();
        int count = items.size();
        into.setItemCount(count);
        for (int i = 0; i < count; i++) {
            write(items.get(i), into);
        }
        into.writeArrayEnd();
        into.writeStrings(feedback.segments());
        return true;
    }

    private static void write(ItemFeedback item, AvroBuffer into) {
        into.writeString(item.itemId());
        boolean placed = item.position() != 0;
        into.writeIndex(placed ? 1 : 0);
        if (placed) {
            into.writeInt(item.position());
        }
        into.writeBoolean(item.shown());
        into.writeLong(item.visibleMillis());
        writeTime(item.clickedAtMillis(), into);
        into.writeLong(item.dwellMillis());
        into.writeBoolean(item.bounced());
        into.writeInt(item.carts());
        into.writeInt(item.orders());
        String currency = item.currency();
        into.writeIndex(currency == null ? 0 : 1);
        if (currency != null) {
            into.writeDouble(Money.value(item.revenueMicros()));
        }
        into.writeOptional(currency);
        into.writeDouble(Money.value(item.valueMicros()));
    }

    /** Writes a moment, ms since the epoch; 0 for none. */
    private static void writeTime(long millis, AvroBuffer into) {
        into.writeIndex(millis == 0 ? 0 : 1);
        if (millis != 0) {
            into.writeLong(millis);
        }
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
