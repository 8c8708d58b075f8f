package io.nextclick.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextclick.avro.Reason;
import io.nextclick.avro.ReasonSource;
import io.nextclick.avro.RecommendationList;
import io.nextclick.avro.RecommendedItem;
import io.nextclick.codec.CodecSettings;
import io.nextclick.contract.Topics;
import io.nextclick.event.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A list of 20 items a person, and what they take in a view on the heap. */
final class BenchRecords {

    static final int ITEMS = 2_000;
    private static final int SIZE = 20;

    private BenchRecords() {}

    static byte[] list(int person) throws IOException {
        Random random = new Random(person);
        Instant now = Instant.now();
        List<RecommendedItem> items = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            Reason reason =
                    Reason.newBuilder()
                            .setSource(ReasonSource.SIMILAR_ITEM)
                            .setBecauseOf("item-" + random.nextInt(ITEMS))
                            .setWeight(random.nextDouble())
                            .build();
            items.add(
                    RecommendedItem.newBuilder()
                            .setItemId("item-" + random.nextInt(ITEMS))
                            .setPosition(i + 1)
                            .setScore(random.nextDouble())
                            .setReasons(List.of(reason))
                            .build());
        }
        ByteBuffer bytes =
                RecommendationList.newBuilder()
                        .setRecommendationId(UUID.nameUUIDFromBytes(key(person)).toString())
                        .setPersonId("p-" + person)
                        .setGeneratedAt(now)
                        .setTriggerEventId("event-" + person)
                        .setTriggerOccurredAt(now)
                        .setItems(items)
                        .build()
                        .toByteBuffer();
        byte[] value = new byte[bytes.remaining()];
        bytes.get(value);
        return value;
    }

    static byte[] key(int person) {
        return ("p-" + person).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What a view holds.
     *
     * @param heap bytes of the heap a person
     * @param topic bytes of key and value a person in the topic, not compressed
     */
    record Held(double heap, double topic) {}

    static Held held(int persons) throws Exception {
        Entries entries = new Entries(new HeapView());
        ViewWriter writer =
                new ViewWriter(entries, CodecSettings.DEFAULT, new Nobody(), new Counts());
        long before = used();
        long bytes = 0;
        for (int person = 0; person < persons; person++) {
            byte[] value = list(person);
            bytes += key(person).length + value.length;
            writer.put(
                    Topics.RECOMMENDATIONS,
                    new ConsumerRecord<>("recommendations", 0, person, key(person), value));
        }
        double heap = (used() - before) / (double) persons;
        if (entries.get(View.Kind.LIST, "p-0") == null) {
            throw new IllegalStateException("the view has no list");
        }
        return new Held(heap, bytes / (double) persons);
    }

    private static long used() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(100);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Hears of nothing. */
    static final class Nobody implements Activity {
        @Override
        public void sent(Site site, Event event) {}

        @Override
        public void checked(Site site, Collector.Checked checked, EventSlices.Slice slice) {}

        @Override
        public void waited(Site site, boolean fresh) {}

        @Override
        public void list(SlimList list) {}

        @Override
        public void owner(String deviceKey, @Nullable String person) {}

        @Override
        public void segment(String personKey, String segment, @Nullable String rule) {}

        @Override
        public void inspected(String name, String subjectKey, ObjectNode record) {}
    }
}
