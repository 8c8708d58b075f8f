package io.nextclick.faults;

import io.nextclick.contract.Topic;
import io.nextclick.contract.Topics;
import io.nextclick.testkit.KafkaClient;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What a plain consumer has of the output topics in the end: of each key the last record.
 *
 * @param lists the event that led to the last list of a person and surface
 * @param sessions each session that was not superseded, with its person, events and revenue
 * @param segments who is in which segment
 * @param identity whose each device is
 * @param pairs the neighbours of each item, with their scores
 * @param sessionEvents events of all these sessions
 * @param listRecords records of lists
 * @param repeatedLists of these, for an event that had one before
 * @param incompleteLists of these, made before all items had answered
 * @param deadLetters records of dead letters
 * @param staleUpserts upserts of a writer after those of a later one under the same key
 * @param gapMillis longest time without a list while lists came, ms
 */
record Outcome(
        Map<String, String> lists,
        Map<String, String> sessions,
        Map<String, String> segments,
        Map<String, String> identity,
        Map<String, Map<String, Double>> pairs,
        long sessionEvents,
        long listRecords,
        long repeatedLists,
        long incompleteLists,
        long deadLetters,
        long staleUpserts,
        long gapMillis) {

    /** Site, person, surface; all are on one site. */
    private static final int KEY_WITH_SURFACE = 3;

    private static final int EXAMPLES = 20;
    private static final int EXAMPLE_CHARS = 200;

    /** Scores are sums of floats under decay, in the order of arrival. */
    private static final double SCORE_ERROR = 1e-3;

    /** Persons who have a list for any surface; which surface is chance where two devices race. */
    Set<String> personsWithList() {
        return lists.keySet().stream()
                .map(key -> key.split("/", -1))
                .map(parts -> parts.length == KEY_WITH_SURFACE ? parts[1] : parts[0])
                .collect(Collectors.toSet());
    }

    /** Reads what there is. */
    static Outcome read(KafkaClient client, Function<Topic<?>, String> nameOf) throws IOException {
        List<ConsumerRecord<byte[], byte[]>> lists =
                client.read(nameOf.apply(Topics.RECOMMENDATIONS), 0);
        Map<String, GenericRecord> newest = last(lists, "RecommendationList");
        Map<String, String> triggers = new TreeMap<>();
        newest.forEach((person, list) -> triggers.put(person, text(list, "trigger_event_id")));
        Set<String> answered = new HashSet<>();
        long repeated = 0;
        long incomplete = 0;
        for (GenericRecord list : all(lists, "RecommendationList")) {
            String id = list.get("person_id") + "\n" + list.get("trigger_event_id");
            repeated += answered.add(id) ? 0 : 1;
            incomplete += list.get("complete").equals(true) ? 0 : 1;
        }
        Map<String, String> sessions = new TreeMap<>();
        long events = 0;
        Map<String, GenericRecord> ofSession = new HashMap<>();
        for (GenericRecord session :
                all(client.read(nameOf.apply(Topics.SESSIONS), 0), "SessionSummary")) {
            ofSession.put(text(session, "session_id"), session);
        }
        for (GenericRecord session : ofSession.values()) {
            if (!text(session, "status").equals("SUPERSEDED")) {
                events += (Integer) session.get("events");
                sessions.put(
                        session.get("person_id") + " " + session.get("started_at"),
                        session.get("ended_at")
                                + " "
                                + session.get("events")
                                + " "
                                + session.get("revenue"));
            }
        }
        Map<String, String> segments = new TreeMap<>();
        last(client.read(nameOf.apply(Topics.SEGMENTS), 0), "SegmentMembership")
                .forEach((key, member) -> segments.put(key, text(member, "rule_id")));
        Map<String, String> identity = new TreeMap<>();
        last(client.read(nameOf.apply(Topics.IDENTITY), 0), "IdentityLink")
                .forEach((device, link) -> identity.put(device, text(link, "person_id")));
        Map<String, Map<String, Double>> pairs = new TreeMap<>();
        last(client.read(nameOf.apply(Topics.SIMILAR_ITEMS), 0), "SimilarItems")
                .forEach((item, similar) -> pairs.put(item, scores(similar)));
        long stale = 0;
        for (Topic<?> topic : Topics.all()) {
            if (topic.isCompacted() && topic.direction() == Topic.Direction.OUTPUT) {
                stale += stale(client.read(nameOf.apply(topic), 0));
            }
        }
        return new Outcome(
                triggers,
                sessions,
                segments,
                identity,
                pairs,
                events,
                lists.size(),
                repeated,
                incomplete,
                client.read(nameOf.apply(Topics.DEAD_LETTERS), 0).size(),
                stale,
                gap(lists));
    }

    private static Map<String, Double> scores(GenericRecord similar) {
        Map<String, Double> scores = new TreeMap<>();
        for (Object each : (List<?>) similar.get("neighbours")) {
            GenericRecord neighbour = (GenericRecord) each;
            scores.put(text(neighbour, "item_id"), ((Number) neighbour.get("score")).doubleValue());
        }
        return scores;
    }

    private static String text(GenericRecord record, String field) {
        return String.valueOf(record.get(field));
    }

    private static List<GenericRecord> all(
            List<ConsumerRecord<byte[], byte[]>> records, String contract) throws IOException {
        BinaryMessageDecoder<GenericRecord> decoder = decoder(contract);
        java.util.ArrayList<GenericRecord> values = new java.util.ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.value() != null) {
                values.add(decoder.decode(record.value()));
            }
        }
        return values;
    }

    private static Map<String, GenericRecord> last(
            List<ConsumerRecord<byte[], byte[]>> records, String contract) throws IOException {
        BinaryMessageDecoder<GenericRecord> decoder = decoder(contract);
        Map<String, GenericRecord> last = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            if (record.value() == null) {
                last.remove(key);
            } else {
                last.put(key, decoder.decode(record.value()));
            }
        }
        return last;
    }

    private static BinaryMessageDecoder<GenericRecord> decoder(String contract) throws IOException {
        Schema schema = new Schema.Parser().parse(new File("avro/" + contract + ".avsc"));
        return new BinaryMessageDecoder<>(GenericData.get(), schema);
    }

    private static long stale(List<ConsumerRecord<byte[], byte[]>> records) {
        Map<String, Long> epochs = new HashMap<>();
        long stale = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Header header = record.headers().lastHeader("epoch");
            long epoch = Long.parseLong(new String(header.value(), StandardCharsets.US_ASCII));
            String key = new String(record.key(), StandardCharsets.UTF_8);
            stale += epoch < epochs.getOrDefault(key, 0L) ? 1 : 0;
            epochs.merge(key, epoch, Math::max);
        }
        return stale;
    }

    private static long gap(List<ConsumerRecord<byte[], byte[]>> records) {
        long[] times = records.stream().mapToLong(ConsumerRecord::timestamp).sorted().toArray();
        long gap = 0;
        for (int i = 1; i < times.length; i++) {
            gap = Math.max(gap, times[i] - times[i - 1]);
        }
        return gap;
    }

    /** The first of the keys that differ, with what each has. */
    static <T> String example(Map<String, T> one, Map<String, T> other) {
        return Stream.concat(one.keySet().stream(), other.keySet().stream())
                .filter(key -> !Objects.equals(one.get(key), other.get(key)))
                .distinct()
                .limit(EXAMPLES)
                .map(key -> "%s: %s, not %s".formatted(key, cut(one.get(key)), cut(other.get(key))))
                .collect(Collectors.joining("; "));
    }

    private static String cut(Object value) {
        String text = String.valueOf(value);
        return text.length() <= EXAMPLE_CHARS ? text : text.substring(0, EXAMPLE_CHARS) + '…';
    }

    /** Keys of which one has something else than the other. */
    static <T> int differing(Map<String, T> one, Map<String, T> other) {
        Set<String> keys = new HashSet<>(one.keySet());
        keys.addAll(other.keySet());
        keys.removeIf(key -> Objects.equals(one.get(key), other.get(key)));
        return keys.size();
    }

    /** Items whose neighbours differ by more than the error of their sums. */
    static int differingPairs(
            Map<String, Map<String, Double>> one, Map<String, Map<String, Double>> other) {
        Set<String> keys = new HashSet<>(one.keySet());
        keys.addAll(other.keySet());
        keys.removeIf(key -> areNear(one.get(key), other.get(key)));
        return keys.size();
    }

    private static boolean areNear(
            @Nullable Map<String, Double> one, @Nullable Map<String, Double> other) {
        if (one == null || other == null || !one.keySet().equals(other.keySet())) {
            return false;
        }
        for (Map.Entry<String, Double> each : one.entrySet()) {
            double difference = Math.abs(each.getValue() - other.get(each.getKey()));
            if (difference > SCORE_ERROR * Math.abs(each.getValue()) + 1e-9) {
                return false;
            }
        }
        return true;
    }
}
