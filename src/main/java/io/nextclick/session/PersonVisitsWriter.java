package io.nextclick.session;

import io.nextclick.event.Money;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PersonMetrics;
import io.nextclick.writeback.CompactWriter;
import io.nextclick.writeback.StoredEvents;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one {@link PersonVisits}: each text once, times as differences, all numbers in as many
 * bytes as they need, and what is rarely there behind a bit that says so. {@link
 * PersonVisitsReader} reads it.
 */
final class PersonVisitsWriter {

    static final int VERSION = 1;

    /** Bits of a person: what there is. */
    static final int TIMER = 1;

    static final int REPORTED = 2;
    static final int MANY_DEVICES = 4;
    static final int LISTED = 8;

    /** What is known of the metrics. */
    static final int UNKNOWN = 0;

    static final int NO_SESSION = 1;
    static final int METRICS = 2;

    /** Bits of an event. */
    static final int ANONYMOUS = StoredEvents.FIRST_BIT;

    static final int HIDDEN = StoredEvents.SECOND_BIT;

    /** Bits of what was emitted of a session, and of a settled one. */
    static final int CLOSED = 1;

    static final int EMITTED = 2;
    static final int CONVERTED = 1;
    static final int AMOUNTS = 2;
    static final int LEFT_OUT = 4;
    static final int ENTRY = 8;

    private final CompactWriter out;
    private long base;

    PersonVisitsWriter(CompactWriter out) {
        this.out = out;
    }

    /** Writes a person. */
    void write(PersonVisits visits) {
        out.number(visits.sequence);
        base = baseMillis(visits);
        out.signed(base);
        out.number(
                (visits.timerMillis == 0 ? 0 : TIMER)
                        | (visits.reported.isEmpty() ? 0 : REPORTED)
                        | (visits.manyDevices ? MANY_DEVICES : 0)
                        | (visits.listedMillis == 0 ? 0 : LISTED));
        if (visits.timerMillis != 0) {
            out.signed(visits.timerMillis - base);
        }
        if (visits.listedMillis != 0) {
            out.signed(visits.listedMillis - base);
        }
        metrics(visits.metrics);
        out.number(visits.log.size());
        long before = base;
        for (int i = 0; i < visits.log.size(); i++) {
            PastEvent event = visits.log.get(i);
            event(event, before);
            before = event.occurredAtMillis();
        }
        out.number(visits.published.size());
        for (PublishedSession session : visits.published) {
            out.signed(session.startMillis() - base);
            out.signed(session.endMillis() - session.startMillis());
            out.signed(session.events());
            out.octet((session.closed() ? CLOSED : 0) | (session.emitted() ? EMITTED : 0));
        }
        out.number(visits.purchases.size());
        for (Purchase purchase : visits.purchases) {
            out.text(purchase.itemId());
            out.signed(purchase.occurredAtMillis() - base);
            out.text(purchase.source());
        }
        out.number(visits.history.size());
        before = base;
        for (SessionTotals session : visits.history) {
            totals(session, before);
            before = session.startMillis;
        }
        reported(visits.reported);
    }

    private void reported(List<ReportedDeed> reported) {
        if (reported.isEmpty()) {
            return;
        }
        out.number(reported.size());
        for (ReportedDeed deed : reported) {
            out.octet(deed.anonymous() ? 1 : 0);
            out.fixedInt(deed.id());
            out.fixedInt(deed.deed());
            out.fixedInt(deed.amount());
            out.fixedInt(deed.device());
        }
    }

    /** A time near the others. */
    private static long baseMillis(PersonVisits visits) {
        List<SessionTotals> history = visits.history;
        if (!history.isEmpty()) {
            return history.get(0).startMillis;
        }
        return visits.log.isEmpty() ? 0 : visits.log.get(0).occurredAtMillis();
    }

    private void metrics(@Nullable PersonMetrics metrics) {
        if (metrics == null || metrics.equals(PersonMetrics.NONE)) {
            out.octet(metrics == null ? UNKNOWN : NO_SESSION);
            return;
        }
        out.octet(METRICS);
        out.signed(metrics.sessions7());
        out.signed(metrics.sessions30());
        out.signed(metrics.days7());
        out.signed(metrics.days30());
        out.real(metrics.durationMillis());
        out.real(metrics.pages());
        out.real(metrics.conversion());
        out.real(metrics.daysBetween());
        out.signed(metrics.lastMillis() - base);
        out.number(metrics.categories().size());
        for (String category : metrics.categories()) {
            out.text(category);
        }
    }

    private void event(PastEvent event, long beforeMillis) {
        int bits = (event.anonymous() ? ANONYMOUS : 0) | (event.shown() ? 0 : HIDDEN);
        StoredEvents.write(event, bits, beforeMillis, out);
    }

    private void totals(SessionTotals totals, long beforeMillis) {
        out.octet(
                (totals.converted ? CONVERTED : 0)
                        | (totals.amounts.size() > 0 ? AMOUNTS : 0)
                        | (totals.amounts.leftOut ? LEFT_OUT : 0)
                        | (totals.entryItem != null ? ENTRY : 0));
        out.text(totals.source);
        out.signed(totals.startMillis - beforeMillis);
        out.signed(totals.endMillis - totals.startMillis);
        out.signed(totals.events);
        out.signed(totals.pages);
        out.signed(totals.dwellMillis);
        out.number(totals.byType.length);
        for (int count : totals.byType) {
            out.signed(count);
        }
        out.number(totals.items.length);
        for (int item : totals.items) {
            out.fixedInt(item);
        }
        counts(totals.categories);
        counts(totals.brands);
        counts(totals.devices);
        if (totals.entryItem != null) {
            out.text(totals.entryItem);
            out.signed(totals.entryMillis - totals.startMillis);
            out.text(totals.exitItem);
            out.signed(totals.exitMillis - totals.startMillis);
        }
        if (totals.amounts.size() > 0) {
            amounts(totals.amounts);
        }
    }

    private void amounts(Amounts amounts) {
        out.number(amounts.size());
        for (int i = 0; i < amounts.size(); i++) {
            CurrencyTotals each = amounts.get(i);
            out.text(each.currency);
            out.number(((long) each.priced << 1) | (each.hasWorth() ? 1 : 0));
            sum(each.prices);
            if (each.hasWorth()) {
                sum(each.cart);
                sum(each.revenue);
            }
        }
    }

    private void sum(ExactSum sum) {
        out.signed(sum.units);
        out.signed(Money.compact(sum.micros));
    }

    private void counts(NameCounts counts) {
        out.number(counts.size());
        for (int i = 0; i < counts.size(); i++) {
            out.text(counts.name(i));
            out.signed(counts.count(i));
        }
    }
}
