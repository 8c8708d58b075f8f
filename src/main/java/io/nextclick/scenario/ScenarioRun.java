package io.nextclick.scenario;

import io.nextclick.contract.Topic;
import io.nextclick.contract.Topics;
import io.nextclick.demo.JobMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A scenario while it is played. */
final class ScenarioRun implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);

    /** How many times the quiet time an expectation may take to hold after it. */
    private static final int GRACE = 20;

    /** The operators that count what the job has read of the topics that only others write. */
    private static final List<String> DECODERS =
            List.of("decode-events", "decode-identity-events", "decode-items", "decode-rules");

    private final JobControl job;
    private final ScenarioTopics topics;
    private final JobMetrics metrics;
    private final ScenarioOptions options;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<String> faults = Collections.synchronizedList(new ArrayList<>());
    private final long readBefore;

    private @Nullable OutputReader outputs;
    private long sent;
    private boolean settled;

    ScenarioRun(
            JobControl job, ScenarioTopics topics, JobMetrics metrics, ScenarioOptions options) {
        this.job = job;
        this.topics = topics;
        this.metrics = metrics;
        this.options = options;
        this.readBefore = read();
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                topics.bootstrapServers(),
                                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                                "16000000",
                                ProducerConfig.LINGER_MS_CONFIG,
                                "0"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    Outcome play(Scenario scenario) throws Exception {
        for (Step step : scenario.steps()) {
            if (step instanceof Step.Options given) {
                job.use(given.given());
            } else {
                begin(step);
                settled &= step instanceof Step.Expect || step instanceof Step.Dump;
                play(scenario, step);
            }
        }
        OutputReader read = begin(new Step.Dump(0, ""));
        boolean quiet = settle(options.timeoutMillis());
        return new Outcome(read.all(), faults, quiet);
    }

    /** Makes the topics, and starts the job unless the first step does. */
    private OutputReader begin(Step first) throws Exception {
        if (outputs == null) {
            job.createTopics();
            outputs = new OutputReader(topics);
            if (!(first instanceof Step.Start)) {
                job.start(0);
            }
        }
        return outputs;
    }

    private void play(Scenario scenario, Step step) throws Exception {
        if (step instanceof Step.Send send) {
            send(send);
        } else if (step instanceof Step.Tick tick) {
            tick(tick);
        } else if (step instanceof Step.Wait wait) {
            producer.flush();
            readFor(wait.millis());
        } else if (step instanceof Step.Settle settle) {
            settle(settle.millis());
        } else if (step instanceof Step.Stop) {
            producer.flush();
            job.stop();
        } else if (step instanceof Step.Start start) {
            job.start(start.parallelism());
        } else if (step instanceof Step.Dump dump) {
            options.out().println(dump.label() + ": " + counts());
        } else if (step instanceof Step.Expect expect) {
            settle(options.timeoutMillis());
            fault(expect.expectation())
                    .ifPresent(
                            fault ->
                                    faults.add(
                                            "%s, line %d: %s"
                                                    .formatted(
                                                            scenario.name(), step.line(), fault)));
        }
    }

    /**
     * What is wrong once nothing more comes. A machine that stalls is quiet, too: what is not yet
     * as expected may still become so.
     */
    private Optional<String> fault(Expectation expectation) throws Exception {
        long patience = Math.min(options.timeoutMillis(), GRACE * options.quietMillis());
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patience);
        Optional<String> fault = expectation.fault(reader().of(expectation.topic()));
        while (fault.isPresent() && System.nanoTime() < end) {
            reader().poll(POLL);
            job.check();
            fault = expectation.fault(reader().of(expectation.topic()));
        }
        return fault;
    }

    private OutputReader reader() {
        if (outputs == null) {
            throw new IllegalStateException("the run has not begun");
        }
        return outputs;
    }

    private void send(Step.Send record) {
        long now = System.currentTimeMillis();
        String value = record.value();
        produce(
                record.topic(),
                record.partition(),
                record.millis() == null ? now : record.millis(),
                record.key(),
                value == null ? null : value.replace(Clock.NOW, Clock.text(now)));
    }

    /** A device a partition, so that no event is behind another one of its device. */
    private void tick(Step.Tick tick) {
        for (int partition = 0; partition < Playground.PARTITIONS; partition++) {
            String device = "tick-" + partition;
            String event =
                    """
                    {"event_id": "tick-%d-%d", "event_type": "PAGE_PING", "occurred_at": %d,\
                     "device_id": "%s"}"""
                            .formatted(tick.line(), partition, tick.millis(), device);
            produce(Topics.EVENTS_JSON, partition, tick.millis(), device, event);
        }
    }

    private void produce(
            Topic<?> topic,
            @Nullable Integer partition,
            long millis,
            @Nullable String key,
            @Nullable String value) {
        var unused =
                producer.send(
                        new ProducerRecord<>(
                                topics.nameOf(topic), partition, millis, bytes(key), bytes(value)),
                        (written, failure) -> {
                            if (failure != null) {
                                faults.add("the broker refused a record: " + failure);
                            }
                        });
        if (!topic.equals(Topics.POLICY)) {
            sent++;
        }
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private void readFor(long millis) throws Exception {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            reader().poll(POLL);
        }
        job.check();
    }

    /** Waits until the job has read all and nothing more comes; false if it is not so in time. */
    private boolean settle(long atMostMillis) throws Exception {
        producer.flush();
        if (settled) {
            return true;
        }
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(atMostMillis);
        // Counted in polls and not by the clock: where this process gets no core, neither does the
        // job.
        long polls = Math.max(1, options.quietMillis() / POLL.toMillis());
        long empty = 0;
        while (System.nanoTime() < end) {
            boolean backlog = job.isRunning() && read() - readBefore < sent;
            empty = reader().poll(POLL) > 0 || backlog ? 0 : empty + 1;
            job.check();
            if (empty >= polls) {
                settled = true;
                return true;
            }
        }
        return false;
    }

    private long read() {
        return DECODERS.stream().mapToLong(each -> metrics.sum(each, "numRecordsIn")).sum();
    }

    private String counts() {
        StringBuilder text = new StringBuilder();
        reader().all()
                .forEach(
                        (topic, records) -> {
                            if (!records.isEmpty()) {
                                text.append(topic).append(' ').append(records.size()).append("  ");
                            }
                        });
        return text.toString().strip();
    }

    @Override
    public void close() {
        job.cancel();
        producer.close();
        if (outputs != null) {
            outputs.close();
        }
    }
}
