package io.nextclick.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.testkit.JobOnKafka;
import io.nextclick.testkit.KafkaClient;
import io.nextclick.testkit.Patience;
import java.io.File;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What two subtasks learn goes through the topic and back, on a real broker, with RocksDB. */
class LearntPoliciesIT extends JobOnKafka {

    private static final String KEY = "default/other";
    private static final float UNLIKELY = 13;

    private static JobClient job;
    private static KafkaClient.Follower policies;

    private int sent;
    private int visits;

    @BeforeAll
    static void startJob() throws Exception {
        startJob(Map.of());
        policies = client.follow("policy", "RankingPolicy");
    }

    /** Starts a job that has neither a savepoint nor a checkpoint. */
    private static void startJob(Map<String, String> more) throws Exception {
        Map<String, String> options = new HashMap<>(more);
        options.put("recommend.deadline", Patience.OPTION);
        options.put("blend.share-interval", "200 ms");
        // However many events a fast machine learns from, a written weight stays what it is.
        options.put("blend.rate", "0.001");
        job = start(options, null, 0);
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
        send("events", event);
    }

    /** The first policy that is so, after more and more people went the same way. */
    private GenericRecord learnt(Predicate<GenericRecord> wanted) throws Exception {
        long end = System.nanoTime() + Patience.LONGEST.toNanos();
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
        Patience.get(job.cancel());
        long restarted = System.currentTimeMillis();
        startJob(Map.of("kafka.group-id", "another"));
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
