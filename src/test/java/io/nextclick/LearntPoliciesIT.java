package io.nextclick;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.contract.EventEncoder;
import io.nextclick.demo.EmbeddedKafka;
import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.testkit.JobOnKafka;
import io.nextclick.testkit.KafkaClient;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What two subtasks learn goes through the topic and back, on a real broker, with RocksDB. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class LearntPoliciesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final String KEY = "default/other";
    private static final float UNLIKELY = 13;

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    @TempDir static Path folder;

    private static EmbeddedKafka kafka;
    private static KafkaClient client;
    private static JobClient job;
    private static KafkaClient.Follower policies;

    private final EventEncoder encoder = new EventEncoder();
    private int sent;
    private int visits;

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), 2);
        client = new KafkaClient(kafka.bootstrapServers());
        start(Map.of());
        policies = client.follow("policy", "RankingPolicy");
    }

    /** Starts a job that has neither a savepoint nor a checkpoint. */
    private static void start(Map<String, String> more) throws Exception {
        Map<String, String> options = new HashMap<>(more);
        options.put("recommend.deadline", "1 s");
        options.put("blend.share-interval", "200 ms");
        job = JobOnKafka.start(kafka.bootstrapServers(), options);
    }

    @AfterAll
    static void stop() throws Exception {
        job.cancel().get(30, TimeUnit.SECONDS);
        policies.close();
        client.close();
        kafka.close();
    }

    private void views(String person, String item) throws Exception {
        Event event =
                new Event(
                        "e" + sent++,
                        EventType.VIEW,
                        System.currentTimeMillis(),
                        "default",
                        person,
                        null,
                        null,
                        item,
                        EventContext.NONE);
        client.send("events", event.sourceKey(), encoder.encode(event));
    }

    /** The first policy that is so, after more and more people went the same way. */
    private GenericRecord learnt(Predicate<GenericRecord> wanted) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            for (String item : List.of("tea", "cup", "pot", "mug")) {
                views("p" + visits, item);
                views("p" + (visits + 1), item);
                for (KafkaClient.Follower.Entry entry : policies.poll(Duration.ofMillis(50))) {
                    GenericRecord value = entry.value();
                    if (entry.key().equals(KEY) && value != null && wanted.test(value)) {
                        return value;
                    }
                }
            }
            visits += 2;
        }
        throw new AssertionError("there is no such policy");
    }

    private static long since(GenericRecord policy) {
        return (long) policy.get("learnt_since");
    }

    private static float weight(GenericRecord policy, String signal) {
        for (Object each : (List<?>) policy.get("weights")) {
            GenericRecord weight = (GenericRecord) each;
            if (signal.contentEquals((CharSequence) weight.get("signal"))) {
                return (float) weight.get("weight");
            }
        }
        throw new AssertionError("no weight of " + signal);
    }

    private static boolean isOfBoth(GenericRecord policy) {
        return ((List<?>) policy.get("contributions")).size() == 2;
    }

    /** A policy that an engineer writes: without contributions, and with a single weight. */
    private static void write(float weight, long since) throws Exception {
        Schema schema = new Schema.Parser().parse(new File("avro/RankingPolicy.avsc"));
        GenericRecord popular =
                new GenericRecordBuilder(schema.getField("weights").schema().getElementType())
                        .set("signal", "POPULAR")
                        .set("weight", weight)
                        .build();
        GenericRecord policy =
                new GenericRecordBuilder(schema)
                        .set("surface", "other")
                        .set("updated_at", since)
                        .set("learnt_since", since)
                        .set("weights", List.of(popular))
                        .build();
        ByteBuffer bytes =
                new BinaryMessageEncoder<GenericRecord>(GenericData.get(), schema).encode(policy);
        byte[] value = new byte[bytes.remaining()];
        bytes.get(value);
        client.send("policy", KEY, value);
    }

    @Test
    void policies_are_learnt_together_reset_and_found_again() throws Exception {
        GenericRecord first = learnt(LearntPoliciesIT::isOfBoth);
        assertThat(since(first)).isZero();
        assertThat((long) first.get("examples")).isPositive();

        // A weight that only the written policy has is in what both subtasks learn from now on.
        long written = System.currentTimeMillis();
        write(UNLIKELY, written);
        GenericRecord steered = learnt(policy -> since(policy) == written && isOfBoth(policy));
        assertThat(weight(steered, "POPULAR")).isBetween(UNLIKELY - 1, UNLIKELY + 1);
        assertThat((long) steered.get("examples")).isPositive();

        client.send("policy", KEY, null);
        GenericRecord reset = learnt(policy -> since(policy) > written && isOfBoth(policy));
        assertThat(weight(reset, "POPULAR")).isBetween(-1f, 1f);

        long again = System.currentTimeMillis();
        write(UNLIKELY, again);
        learnt(policy -> since(policy) == again && isOfBoth(policy));
        job.cancel().get(30, TimeUnit.SECONDS);
        long restarted = System.currentTimeMillis();
        start(Map.of("kafka.group-id", "another"));
        GenericRecord found =
                learnt(
                        policy ->
                                (long) policy.get("updated_at") > restarted
                                        && since(policy) == again
                                        && isOfBoth(policy));
        assertThat(weight(found, "POPULAR"))
                .as("a new job begins with what the topic has")
                .isBetween(UNLIKELY - 1, UNLIKELY + 1);
    }
}
