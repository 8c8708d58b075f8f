package io.nextclick.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.testkit.JobOnKafka;
import io.nextclick.testkit.Patience;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Committer.CommitRequest;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.internal.FlinkKafkaInternalProducer;
import org.apache.flink.connector.kafka.sink.internal.KafkaCommitter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What is told of transactions that a restored checkpoint commits, by a real broker. */
class LostTransactionsIT extends JobOnKafka {

    private final SimpleCounter lost = new SimpleCounter();

    /** What a request was answered with. */
    private record Request(KafkaCommittable getCommittable, List<String> answers)
            implements CommitRequest<KafkaCommittable> {
        @Override
        public int getNumberOfRetries() {
            return 0;
        }

        @Override
        public void signalFailedWithKnownReason(Throwable reason) {
            answers.add("failed");
        }

        @Override
        public void signalFailedWithUnknownReason(Throwable reason) {
            answers.add("unknown");
        }

        @Override
        public void retryLater() {
            answers.add("retry");
        }

        @Override
        public void updateAndRetryLater(KafkaCommittable committable) {
            answers.add("update");
        }

        @Override
        public void signalAlreadyCommitted() {
            answers.add("committed before");
        }
    }

    private static Properties properties(String timeoutMillis) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", client.bootstrapServers());
        properties.put("transaction.timeout.ms", timeoutMillis);
        properties.put("key.serializer", ByteArraySerializer.class.getName());
        properties.put("value.serializer", ByteArraySerializer.class.getName());
        return properties;
    }

    /** A transaction with a record, as a checkpoint holds it. */
    private static FlinkKafkaInternalProducer<byte[], byte[]> transaction(
            String id, String timeoutMillis) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", client.bootstrapServers()))) {
            Patience.get(admin.createTopics(List.of(new NewTopic(id, 1, (short) 1))).all());
        }
        FlinkKafkaInternalProducer<byte[], byte[]> producer =
                new FlinkKafkaInternalProducer<>(properties(timeoutMillis), id);
        producer.initTransactions();
        producer.beginTransaction();
        Patience.get(producer.send(new ProducerRecord<>(id, new byte[1])));
        return producer;
    }

    private static KafkaCommittable restored(FlinkKafkaInternalProducer<?, ?> producer) {
        return new KafkaCommittable(
                producer.getProducerId(), producer.getEpoch(), producer.getTransactionalId(), null);
    }

    /** Commits as Flink does after a restore. */
    private List<String> commit(KafkaCommittable committable) throws Exception {
        Request request = new Request(committable, new ArrayList<>());
        KafkaCommitter flinks =
                new KafkaCommitter(
                        properties("60000"),
                        committable.getTransactionalId(),
                        0,
                        0,
                        true,
                        FlinkKafkaInternalProducer::new);
        try (TransactionCommitter committer =
                new TransactionCommitter(
                        flinks, properties("60000"), Patience.LONGEST.toMillis(), lost)) {
            committer.commit(List.of(request));
        }
        return request.answers();
    }

    @Test
    void what_is_committed_for_the_first_time_is_no_failure() throws Exception {
        try (var producer = transaction("first", "60000")) {
            assertThat(commit(restored(producer))).isEmpty();
        }
        assertThat(lost.getCount()).isZero();
    }

    @Test
    void what_was_committed_before_is_not_lost() throws Exception {
        try (var producer = transaction("twice", "60000")) {
            KafkaCommittable committable = restored(producer);
            producer.commitTransaction();
            assertThat(commit(committable)).isSubsetOf("committed before");
        }
        assertThat(lost.getCount()).isZero();
    }

    @Test
    void what_the_broker_aborted_at_its_time_out_is_lost_and_counted() throws Exception {
        try (var producer = transaction("late", "1000")) {
            KafkaCommittable committable = restored(producer);
            awaitState("late", TransactionState.COMPLETE_ABORT);
            assertThat(commit(committable)).containsExactly("failed");
        }
        assertThat(lost.getCount()).isEqualTo(1);
    }

    @Test
    void what_has_another_transaction_under_its_id_is_told_to_be_neither() throws Exception {
        try (var producer = transaction("again", "60000")) {
            KafkaCommittable committable = restored(producer);
            producer.commitTransaction();
            producer.beginTransaction();
            Patience.get(producer.send(new ProducerRecord<>("again", new byte[1])));
            producer.abortTransaction();
            assertThat(commit(committable)).containsExactly("failed");
        }
        assertThat(lost.getCount()).isZero();
    }

    private static void awaitState(String id, TransactionState state) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", client.bootstrapServers()))) {
            Patience.await("transaction " + id)
                    .until(
                            () ->
                                    Patience.get(
                                                            admin.describeTransactions(List.of(id))
                                                                    .description(id))
                                                    .state()
                                            == state);
        }
    }
}
