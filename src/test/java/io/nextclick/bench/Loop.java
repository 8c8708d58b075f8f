package io.nextclick.bench;

import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RefusedException;
import io.nextclick.config.Settings;
import io.nextclick.contract.EventContract;
import io.nextclick.contract.RecordDecoder;
import io.nextclick.evaluate.Click;
import io.nextclick.evaluate.NextclickModel;
import io.nextclick.event.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The part of the algorithm that learns and makes lists, in one thread and in memory: the classes
 * that the operators are made of, without Flink. It reads and decodes the topic, and encodes
 * nothing; identity, sessions' records and rules are not in it.
 */
final class Loop implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final long END_SECONDS = 30;

    private final AtomicLong events = new AtomicLong();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Thread thread;
    private final String servers;

    private Loop(String servers) {
        this.servers = servers;
        this.thread = new Thread(this::run, "bench-loop");
        thread.setDaemon(true);
    }

    static Loop start(JsonNode command) {
        Loop loop = new Loop(command.path("servers").asText());
        loop.thread.start();
        return loop;
    }

    long events() {
        return events.get();
    }

    private void run() {
        Settings settings = Settings.defaults();
        NextclickModel model =
                new NextclickModel(
                        new NextclickModel.Rules(
                                settings.session(),
                                settings.similarity(),
                                settings.popularity(),
                                settings.recommend()));
        RecordDecoder<Event> decoder = EventContract.decoder(CodecSettings.DEFAULT);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.<String, Object>of("bootstrap.servers", servers),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(BenchTopics.EVENTS).stream()
                            .map(each -> new TopicPartition(each.topic(), each.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!stopped.get()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    learn(model, decoder.decode(record.value()));
                    events.lazySet(events.get() + 1);
                    if (stopped.get()) {
                        break;
                    }
                }
            }
        } catch (RefusedException e) {
            throw new IllegalStateException("an event of the bench is refused", e);
        }
    }

    private static void learn(NextclickModel model, Event event) {
        String item = event.itemId();
        if (item != null) {
            model.learn(new Click(event.sourceKey(), item, event.occurredAtMillis()));
        }
    }

    @Override
    public void close() throws InterruptedException {
        stopped.set(true);
        thread.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
    }
}
