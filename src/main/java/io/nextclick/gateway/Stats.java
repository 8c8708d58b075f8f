package io.nextclick.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextclick.avro.DeadLetter;
import io.nextclick.avro.SegmentMetrics;
import io.nextclick.bound.BoundedMap;
import io.nextclick.codec.AvroDecoder;
import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RefusedException;
import io.nextclick.contract.Topic;
import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import io.nextclick.event.Rejection;
import io.nextclick.event.SiteKey;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What happened lately, second by second, for the page. Events and answers are those of this
 * gateway since its start; lists, segments and what the job refused are of the topics, whoever sent
 * the events. One lock, since what is done under it is short.
 */
final class Stats {

    private static final int MAX_PENDING = 10_000;
    private static final int MAX_SEGMENTS = 1_000;
    private static final int DEFAULT_SECONDS = 120;

    private final LongSupplier clock;
    private final Lists lists;
    private final AvroDecoder<SegmentMetrics> decoder;
    private final AvroDecoder<DeadLetter> letters;
    private final ShownLists shown;

    /** Of the sites of this gateway; nothing is kept of others. */
    private final Map<String, SiteSeconds> bySite = new HashMap<>();

    /** When events were sent whose list did not come yet, by site and event. */
    private final Map<String, Long> pending = BoundedMap.byFirstPut(MAX_PENDING);

    /** Items that were clicked and not looked at yet, by site and device. */
    private final Map<String, String> clicked = BoundedMap.byLastUse(MAX_PENDING);

    /** The newest figures of each rule, by site and rule. */
    private final Map<String, ObjectNode> segments = BoundedMap.byFirstPut(MAX_SEGMENTS);

    Stats(Sites sites, LongSupplier clock, Lists lists, CodecSettings codec) {
        sites.all().forEach(site -> bySite.put(site.name(), new SiteSeconds()));
        this.clock = clock;
        this.lists = lists;
        this.decoder = new AvroDecoder<>(SegmentMetrics.getClassSchema(), codec);
        this.letters = new AvroDecoder<>(DeadLetter.getClassSchema(), codec);
        this.shown = new ShownLists(clock, codec);
    }

    private SiteSeconds of(Site site) {
        SiteSeconds found = bySite.get(site.name());
        if (found == null) {
            throw new IllegalStateException("a caller is of a site that has no key");
        }
        return found;
    }

    private SiteSeconds.Second now(SiteSeconds of) {
        return of.at(clock.getAsLong() / 1_000);
    }

    synchronized void checked(Site site, Collector.Checked checked) {
        SiteSeconds.Second now = now(of(site));
        now.events++;
        Rejection fault = checked.fault();
        if (fault == null) {
            now.accepted++;
        } else {
            now.rejected++;
            of(site).rejected(SiteSeconds.HERE, fault.reason().name());
        }
    }

    /** Whether the item that somebody went to was in the list that they had. */
    void sent(Site site, Event event) {
        String item = event.itemId();
        boolean trial = false;
        boolean hit = false;
        if (item != null && isStep(site, event, item)) {
            SlimList list = lists.newest(site, lists.personOf(site, event), null).orElse(null);
            trial = list != null && !list.items().isEmpty();
            hit =
                    list != null
                            && list.items().stream()
                                    .anyMatch(e -> e.itemId().getValue().equals(item));
        }
        synchronized (this) {
            if (event.type().asksForList()) {
                pending.put(SiteKey.of(site.name(), event.eventId()), clock.getAsLong());
            }
            SiteSeconds.Second now = now(of(site));
            now.hitTrials += trial ? 1 : 0;
            now.hits += hit ? 1 : 0;
        }
    }

    /** True unless it is no step, or the page that the device's click before it opened. */
    private synchronized boolean isStep(Site site, Event event, String item) {
        String device = event.deviceId();
        if (device == null || !event.type().isNavigation()) {
            return event.type().isNavigation();
        }
        String key = SiteKey.of(site.name(), device);
        if (event.type().isOpenedBy(EventType.CLICK)) {
            return !item.equals(clicked.remove(key));
        }
        clicked.put(key, item);
        return true;
    }

    synchronized void list(SlimList list) {
        SiteSeconds of = bySite.get(list.site());
        if (of == null) {
            return;
        }
        SiteSeconds.Second now = now(of);
        now.lists++;
        Long sent = pending.remove(SiteKey.of(list.site(), list.triggerEventId()));
        if (sent != null) {
            now.took(Math.max(0, clock.getAsLong() - sent));
        }
    }

    /** A request waited for its list. */
    synchronized void waited(Site site, boolean fresh) {
        SiteSeconds.Second now = now(of(site));
        now.waited++;
        now.fresh += fresh ? 1 : 0;
    }

    /** Takes a record of the topic of segments' sizes. */
    void segment(Topic<?> topic, ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value == null) {
            return;
        }
        try {
            SegmentMetrics metrics = decoder.decode(value);
            ObjectNode figures =
                    Json.object()
                            .put("segment", metrics.getRuleId())
                            .put("size", metrics.getSize())
                            .put("entered", metrics.getEntries())
                            .put("left", metrics.getExits());
            synchronized (this) {
                segments.put(metrics.getSite() + '/' + metrics.getRuleId(), figures);
            }
        } catch (RefusedException e) {
            // What is not of its contract has no figures.
            return;
        }
    }

    /** The job refused a record, whoever sent it. Its key says of which site it is. */
    void deadLetter(Topic<?> topic, ConsumerRecord<byte[], byte[]> record) {
        byte[] key = record.key();
        byte[] value = record.value();
        String site = SiteKey.site(key == null ? "" : new String(key, StandardCharsets.UTF_8));
        SiteSeconds of = bySite.get(site);
        if (value == null || of == null) {
            return;
        }
        try {
            String reason = letters.decode(value).getReason();
            synchronized (this) {
                now(of).refusedByJob++;
                of.rejected(SiteSeconds.JOB, reason);
            }
        } catch (RefusedException e) {
            // What is not of its contract has no reason.
            return;
        }
    }

    /** Takes a record of the topic of what became of lists. */
    void feedback(Topic<?> topic, ConsumerRecord<byte[], byte[]> record) {
        shown.take(topic, record);
    }

    /** Adds what became of the lists of all sites. */
    void expose(Exposition into) {
        shown.expose(bySite.keySet(), into);
    }

    /** {@code GET /v1/stats}. */
    CompletionStage<Answer> show(Request request, ArrayNode views) {
        int seconds = request.number("seconds", DEFAULT_SECONDS, 1, SiteSeconds.MOST);
        String site = request.site().name();
        ObjectNode answer = Json.object();
        synchronized (this) {
            SiteSeconds own = of(request.site());
            own.write(clock.getAsLong() / 1_000 - seconds, answer.putArray("points"));
            own.writeRejects(answer.putArray("rejects"));
            ArrayNode sizes = answer.putArray("segments");
            new TreeMap<>(segments)
                    .forEach(
                            (key, figures) -> {
                                if (key.startsWith(site + '/')) {
                                    sizes.add(figures);
                                }
                            });
            shown.write(site, answer.putArray("shown"));
            shown.writeSegments(site, answer.putArray("shown_by_segment"));
            answer.set("views", views);
            return CompletableFuture.completedFuture(Answer.json(200, answer));
        }
    }
}
