package io.nextclick.rehearse;

import io.nextclick.contract.Topic;
import io.nextclick.contract.Topic.Direction;
import io.nextclick.contract.Topics;
import io.nextclick.kafka.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** The topics and consumer groups of a rehearsal, as the broker has them. */
final class RehearsalTopics implements AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final KafkaSettings kafka;
    private final Admin admin;

    RehearsalTopics(KafkaSettings kafka) {
        this.kafka = kafka;
        this.admin = Admin.create(kafka.clientProperties());
    }

    /**
     * Waits until the rehearsal has read the events that are there now. It says so with each
     * checkpoint, by the offsets that its group commits.
     *
     * @throws KafkaException if it has not within a time
     */
    void awaitCaughtUp(Duration timeout) throws InterruptedException {
        List<String> names = List.of(kafka.nameOf(Topics.EVENTS), kafka.nameOf(Topics.EVENTS_JSON));
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (TopicDescription topic :
                answer(admin.describeTopics(names).allTopicNames()).values()) {
            topic.partitions()
                    .forEach(
                            each ->
                                    latest.put(
                                            new TopicPartition(topic.name(), each.partition()),
                                            OffsetSpec.latest()));
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        answer(admin.listOffsets(latest).all())
                .forEach((partition, info) -> ends.put(partition, info.offset()));
        long deadline = System.nanoTime() + timeout.toNanos();
        while (behind(ends) > 0) {
            if (System.nanoTime() > deadline) {
                throw new KafkaException(
                        "the rehearsal is %,d events behind after %d s"
                                .formatted(behind(ends), timeout.toSeconds()));
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    private long behind(Map<TopicPartition, Long> ends) throws InterruptedException {
        String group = kafka.groupId() + '-' + Topics.EVENTS.name();
        Map<TopicPartition, OffsetAndMetadata> committed =
                answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        long behind = 0;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            OffsetAndMetadata read = committed.get(end.getKey());
            behind += Math.max(end.getValue() - (read == null ? 0 : read.offset()), 0);
        }
        return behind;
    }

    /** Deletes the topics that are the rehearsal's own, rules among them, and its groups. */
    void remove() throws InterruptedException {
        Set<String> known = answer(admin.listTopics().names());
        List<String> own =
                Topics.all().stream()
                        .filter(
                                each ->
                                        each.direction() != Direction.INPUT
                                                || kafka.nameOf(each).startsWith(kafka.groupId()))
                        .map(kafka::nameOf)
                        .filter(known::contains)
                        .toList();
        answer(admin.deleteTopics(own).all());
        Set<String> groups =
                answer(admin.listGroups().all()).stream()
                        .map(each -> each.groupId())
                        .filter(RehearsalTopics.groups(kafka)::contains)
                        .collect(Collectors.toSet());
        answer(admin.deleteConsumerGroups(groups).all());
    }

    private static Set<String> groups(KafkaSettings kafka) {
        return Topics.all().stream()
                .map((Topic<?> each) -> kafka.groupId() + '-' + each.name())
                .collect(Collectors.toSet());
    }

    private static <T> T answer(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new KafkaException(String.valueOf(e.getMessage()), e);
        } catch (TimeoutException e) {
            throw new KafkaException("no answer within " + ANSWER.toSeconds() + " s", e);
        }
    }

    @Override
    public void close() {
        admin.close(ANSWER);
    }
}
