package io.nextclick.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.SerializedString;
import io.nextclick.avro.Alarm;
import io.nextclick.avro.ExperimentResult;
import io.nextclick.avro.IdentityLink;
import io.nextclick.avro.PopularItem;
import io.nextclick.avro.PopularItems;
import io.nextclick.avro.Reason;
import io.nextclick.avro.RecommendationList;
import io.nextclick.avro.RecommendedItem;
import io.nextclick.avro.SegmentMembership;
import io.nextclick.avro.SimilarItem;
import io.nextclick.avro.SimilarItems;
import io.nextclick.codec.AvroDecoder;
import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RefusedException;
import io.nextclick.contract.Topic;
import io.nextclick.contract.Topics;
import io.nextclick.event.SiteKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Puts records of the topics into the view. What is not of its contract is counted and left out.
 * Not thread-safe: one thread reads all topics.
 */
final class ViewWriter {

    private final Entries entries;
    private final SlimListCodec lists;
    private final Activity activity;
    private final Counts counts;
    private final ItemDetails items;
    private final AvroDecoder<RecommendationList> listDecoder;
    private final AvroDecoder<IdentityLink> linkDecoder;
    private final AvroDecoder<SegmentMembership> memberDecoder;
    private final AvroDecoder<SimilarItems> similarDecoder;
    private final AvroDecoder<PopularItems> popularDecoder;
    private final AvroDecoder<ExperimentResult> resultDecoder;
    private final AvroDecoder<Alarm> alarmDecoder;
    private final Map<Topic<?>, Putting> puttings = new LinkedHashMap<>();
    private final Map<Topic<?>, String> read = new HashMap<>();

    /** Puts a record of a topic. */
    private interface Putting {
        void put(String key, byte @Nullable [] value, long stamp)
                throws RefusedException, JsonProcessingException;
    }

    ViewWriter(Entries entries, CodecSettings codec, Activity activity, Counts counts) {
        this.entries = entries;
        this.lists = new SlimListCodec(entries.names());
        this.activity = activity;
        this.counts = counts;
        this.items = new ItemDetails(codec);
        this.listDecoder = new AvroDecoder<>(RecommendationList.getClassSchema(), codec);
        this.linkDecoder = new AvroDecoder<>(IdentityLink.getClassSchema(), codec);
        this.memberDecoder = new AvroDecoder<>(SegmentMembership.getClassSchema(), codec);
        this.popularDecoder = new AvroDecoder<>(PopularItems.getClassSchema(), codec);
        this.alarmDecoder = new AvroDecoder<>(Alarm.getClassSchema(), codec);
        this.resultDecoder = new AvroDecoder<>(ExperimentResult.getClassSchema(), codec);
        this.similarDecoder = new AvroDecoder<>(SimilarItems.getClassSchema(), codec);
        puttings.put(Topics.RECOMMENDATIONS, this::list);
        puttings.put(Topics.IDENTITY, this::link);
        puttings.put(Topics.ITEMS, this::item);
        puttings.put(Topics.SEGMENTS, this::segment);
        puttings.put(Topics.SIMILAR_ITEMS, this::similar);
        puttings.put(Topics.POPULAR, this::popular);
        puttings.put(Topics.EXPERIMENT_RESULTS, this::experiment);
        puttings.put(Topics.ALARMS, this::alarm);
        topics().forEach(
                        topic ->
                                read.put(
                                        topic,
                                        Counts.name("view_records_total", "topic", topic.name())));
    }

    /** The topics that it puts records of. */
    List<Topic<?>> topics() {
        return List.copyOf(puttings.keySet());
    }

    void put(Topic<?> topic, ConsumerRecord<byte[], byte[]> record) {
        Putting putting = puttings.get(topic);
        byte[] key = record.key();
        if (putting == null || key == null) {
            return;
        }
        counts.add(read.getOrDefault(topic, ""));
        try {
            byte[] value = record.value();
            putting.put(
                    new String(key, StandardCharsets.UTF_8),
                    value == null || value.length == 0 ? null : value,
                    epoch(record));
        } catch (RefusedException | JsonProcessingException e) {
            counts.add("view_refused_total", "topic", topic.name());
        }
    }

    private static long epoch(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(Topic.EPOCH);
        byte[] digits = header == null ? null : header.value();
        try {
            return digits == null
                    ? Entries.NONE
                    : Long.parseLong(new String(digits, StandardCharsets.UTF_8));
        } catch (NumberFormatException e) {
            return Entries.NONE;
        }
    }

    private void list(String key, byte @Nullable [] value, long stamp) throws RefusedException {
        if (value == null) {
            entries.put(View.Kind.LIST, key, null, stamp);
            return;
        }
        SlimList list = slim(listDecoder.decode(value));
        if (entries.put(View.Kind.LIST, key, lists.write(list), stamp)) {
            activity.list(list);
        }
    }

    private static SlimList slim(RecommendationList list) {
        List<SlimList.Item> items = new ArrayList<>(list.getItems().size());
        for (RecommendedItem item : list.getItems()) {
            List<SlimList.Reason> reasons = new ArrayList<>(item.getReasons().size());
            for (Reason reason : item.getReasons()) {
                String because = reason.getBecauseOf();
                reasons.add(
                        new SlimList.Reason(
                                Sources.code(reason.getSource()),
                                because == null ? null : new SerializedString(because),
                                SlimListCodec.kept(reason.getWeight())));
            }
            Double propensity = item.getPropensity();
            items.add(
                    new SlimList.Item(
                            new SerializedString(item.getItemId()),
                            SlimListCodec.kept(item.getScore()),
                            propensity == null ? Float.NaN : propensity.floatValue(),
                            reasons));
        }
        return new SlimList(
                list.getRecommendationId(),
                list.getSite(),
                list.getPersonId(),
                list.getSurface(),
                list.getGeneratedAt().toEpochMilli(),
                list.getTriggerEventId(),
                list.getTriggerOccurredAt().toEpochMilli(),
                list.getFallback(),
                list.getComplete(),
                list.getArm(),
                list.getSegments(),
                items);
    }

    private void link(String key, byte @Nullable [] value, long stamp) throws RefusedException {
        String person = value == null ? null : linkDecoder.decode(value).getPersonId();
        byte[] bytes = person == null ? null : person.getBytes(StandardCharsets.UTF_8);
        if (entries.put(View.Kind.IDENTITY, key, bytes, stamp)) {
            activity.owner(key, person);
        }
    }

    private void segment(String key, byte @Nullable [] value, long stamp) throws RefusedException {
        SegmentMembership member = value == null ? null : memberDecoder.decode(value);
        String rule = member == null ? null : member.getRuleId();
        byte[] bytes =
                member == null
                        ? null
                        : new SlimMembership(
                                        member.getRuleId(), member.getEnteredAt().toEpochMilli())
                                .write();
        int slash = key.lastIndexOf('/');
        if (slash > 0 && entries.put(View.Kind.SEGMENT, key, bytes, stamp)) {
            activity.segment(key.substring(0, slash), SiteKey.text(key.substring(slash + 1)), rule);
        }
    }

    private void similar(String key, byte @Nullable [] value, long stamp) throws RefusedException {
        byte[] bytes = null;
        if (value != null) {
            List<ItemScores.Scored> scores = new ArrayList<>();
            for (SimilarItem each : similarDecoder.decode(value).getNeighbours()) {
                scores.add(
                        new ItemScores.Scored(
                                new SerializedString(each.getItemId()), (float) each.getScore()));
            }
            bytes = new ItemScores(entries.names()).write(scores);
        }
        entries.put(View.Kind.SIMILAR, key, bytes, stamp);
    }

    private void popular(String key, byte @Nullable [] value, long stamp) throws RefusedException {
        byte[] bytes = null;
        if (value != null) {
            List<ItemScores.Scored> scores = new ArrayList<>();
            for (PopularItem each : popularDecoder.decode(value).getItems()) {
                scores.add(
                        new ItemScores.Scored(
                                new SerializedString(each.getItemId()), (float) each.getWeight()));
            }
            bytes = new ItemScores(entries.names()).write(scores);
        }
        entries.put(View.Kind.POPULAR, key, bytes, stamp);
    }

    private void experiment(String key, byte @Nullable [] value, long stamp)
            throws RefusedException {
        byte[] bytes =
                value == null ? null : Json.bytes(Experiments.json(resultDecoder.decode(value)));
        entries.put(View.Kind.EXPERIMENT, Experiments.viewKey(key), bytes, stamp);
    }

    /** Keys of alarms always name the site. */
    private void alarm(String key, byte @Nullable [] value, long stamp) throws RefusedException {
        byte[] bytes = value == null ? null : Json.bytes(Alarms.json(alarmDecoder.decode(value)));
        entries.put(View.Kind.ALARM, key, bytes, stamp);
    }

    private void item(String key, byte @Nullable [] value, long stamp)
            throws RefusedException, JsonProcessingException {
        if (value == null) {
            entries.put(View.Kind.ITEM, key, null, Entries.NONE);
            return;
        }
        ItemDetails.Details details = items.read(value);
        long updated = details.updatedAtMillis() == 0 ? Entries.NONE : details.updatedAtMillis();
        entries.put(View.Kind.ITEM, details.itemKey(), details.json(), updated);
    }
}
