package io.nextclick.session;

import static io.nextclick.session.PersonVisitsWriter.AMOUNTS;
import static io.nextclick.session.PersonVisitsWriter.ANONYMOUS;
import static io.nextclick.session.PersonVisitsWriter.CLOSED;
import static io.nextclick.session.PersonVisitsWriter.CONVERTED;
import static io.nextclick.session.PersonVisitsWriter.EMITTED;
import static io.nextclick.session.PersonVisitsWriter.ENTRY;
import static io.nextclick.session.PersonVisitsWriter.HIDDEN;
import static io.nextclick.session.PersonVisitsWriter.LEFT_OUT;
import static io.nextclick.session.PersonVisitsWriter.LISTED;
import static io.nextclick.session.PersonVisitsWriter.MANY_DEVICES;
import static io.nextclick.session.PersonVisitsWriter.METRICS;
import static io.nextclick.session.PersonVisitsWriter.NO_SESSION;
import static io.nextclick.session.PersonVisitsWriter.REPORTED;
import static io.nextclick.session.PersonVisitsWriter.TIMER;

import io.nextclick.event.Money;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PersonMetrics;
import io.nextclick.writeback.CompactReader;
import io.nextclick.writeback.StoredEvents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one {@link PersonVisits} in the layout of {@link PersonVisitsWriter}. */
final class PersonVisitsReader {

    private static final int[] NONE = {};

    private final CompactReader in;
    private long base;

    PersonVisitsReader(CompactReader in) {
        this.in = in;
    }

    /** Reads a person. */
    PersonVisits read() throws IOException {
        PersonVisits visits = new PersonVisits();
        visits.sequence = in.number();
        base = in.signed();
        int what = in.whole();
        visits.timerMillis = (what & TIMER) == 0 ? 0 : base + in.signed();
        visits.listedMillis = (what & LISTED) == 0 ? 0 : base + in.signed();
        visits.manyDevices = (what & MANY_DEVICES) != 0;
        visits.metrics = metrics();
        int events = in.count(5);
        visits.log = new ArrayList<>(events + 1);
        long before = base;
        for (int i = 0; i < events; i++) {
            PastEvent event = event(before);
            visits.log.add(event);
            before = event.occurredAtMillis();
        }
        int published = in.count(4);
        visits.published = new ArrayList<>(published + 1);
        for (int i = 0; i < published; i++) {
            visits.published.add(published());
        }
        int purchases = in.count(3);
        visits.purchases = new ArrayList<>(purchases);
        for (int i = 0; i < purchases; i++) {
            visits.purchases.add(new Purchase(in.someText(), base + in.signed(), in.someText()));
        }
        int sessions = in.count(11);
        visits.history = new ArrayList<>(sessions + 1);
        before = base;
        for (int i = 0; i < sessions; i++) {
            SessionTotals session = totals(before);
            visits.history.add(session);
            before = session.startMillis;
        }
        if ((what & REPORTED) != 0) {
            visits.reported = reported();
        }
        return visits;
    }

    private List<ReportedDeed> reported() throws IOException {
        int count = in.count(17);
        List<ReportedDeed> reported = new ArrayList<>(count + 1);
        for (int i = 0; i < count; i++) {
            boolean anonymous = in.octet() != 0;
            reported.add(
                    new ReportedDeed(
                            in.fixedInt(), in.fixedInt(), in.fixedInt(), in.fixedInt(), anonymous));
        }
        return reported;
    }

    private @Nullable PersonMetrics metrics() throws IOException {
        int known = in.octet();
        if (known != METRICS) {
            return known == NO_SESSION ? PersonMetrics.NONE : null;
        }
        return new PersonMetrics(
                (int) in.signed(),
                (int) in.signed(),
                (int) in.signed(),
                (int) in.signed(),
                in.real(),
                in.real(),
                in.real(),
                in.real(),
                base + in.signed(),
                categories());
    }

    private List<String> categories() throws IOException {
        String[] categories = new String[in.count(1)];
        for (int i = 0; i < categories.length; i++) {
            categories[i] = in.someText();
        }
        return List.of(categories);
    }

    private PastEvent event(long beforeMillis) throws IOException {
        int what = in.octet();
        return StoredEvents.read(
                what, (what & ANONYMOUS) != 0, (what & HIDDEN) == 0, beforeMillis, in);
    }

    private PublishedSession published() throws IOException {
        long start = base + in.signed();
        long end = start + in.signed();
        int events = (int) in.signed();
        int what = in.octet();
        return new PublishedSession(
                start, end, events, (what & CLOSED) != 0, (what & EMITTED) != 0);
    }

    private SessionTotals totals(long beforeMillis) throws IOException {
        SessionTotals totals = new SessionTotals();
        int what = in.octet();
        totals.converted = (what & CONVERTED) != 0;
        totals.source = in.someText();
        totals.startMillis = beforeMillis + in.signed();
        totals.endMillis = totals.startMillis + in.signed();
        totals.events = (int) in.signed();
        totals.pages = (int) in.signed();
        totals.dwellMillis = in.signed();
        totals.byType = new int[in.count(1)];
        for (int i = 0; i < totals.byType.length; i++) {
            totals.byType[i] = (int) in.signed();
        }
        int items = in.count(Integer.BYTES);
        totals.items = items == 0 ? NONE : new int[items];
        for (int i = 0; i < items; i++) {
            totals.items[i] = in.fixedInt();
        }
        totals.categories = counts();
        totals.brands = counts();
        totals.devices = counts();
        if ((what & ENTRY) != 0) {
            totals.entryItem = in.text();
            totals.entryMillis = totals.startMillis + in.signed();
            totals.exitItem = in.text();
            totals.exitMillis = totals.startMillis + in.signed();
        }
        if ((what & AMOUNTS) != 0) {
            amounts(totals.amounts);
        }
        totals.amounts.leftOut = (what & LEFT_OUT) != 0;
        return totals;
    }

    private void amounts(Amounts amounts) throws IOException {
        for (int left = in.count(4); left > 0; left--) {
            CurrencyTotals each = amounts.in(in.someText());
            int priced = in.whole();
            each.priced = priced >>> 1;
            sum(each.prices);
            if ((priced & 1) != 0) {
                sum(each.cart);
                sum(each.revenue);
            }
        }
    }

    private void sum(ExactSum sum) throws IOException {
        sum.units = in.signed();
        sum.micros = Money.expand(in.signed());
    }

    private NameCounts counts() throws IOException {
        int size = in.count(2);
        if (size == 0) {
            return new NameCounts();
        }
        String[] names = new String[size];
        int[] counts = new int[size];
        for (int i = 0; i < size; i++) {
            names[i] = in.someText();
            counts[i] = (int) in.signed();
        }
        return new NameCounts(names, counts);
    }
}
