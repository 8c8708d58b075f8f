package io.nextclick.kafka;

import java.io.IOException;
import java.util.Collection;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.connector.kafka.sink.TwoPhaseCommittingStatefulSink;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPostCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.lineage.LineageVertex;
import org.apache.flink.streaming.api.lineage.LineageVertexProvider;

/**
 * Flink's sink of Kafka, whose committers tell what is lost, see {@link TransactionCommitter}, and
 * whose writers stop after a pause, see {@link PauseWatch}.
 *
 * @param <T> the job's own record
 */
final class KafkaOutput<T>
        implements TwoPhaseCommittingStatefulSink<T, KafkaWriterState, KafkaCommittable>,
                SupportsPostCommitTopology<KafkaCommittable>,
                LineageVertexProvider {

    private static final long serialVersionUID = 1;

    private final KafkaSink<T> kafka;
    private final Properties client;
    private final long timeoutMillis;
    private final long maxPauseMillis;

    /**
     * @param kafka writes
     * @param client properties of a Kafka client
     * @param timeoutMillis longest wait for the broker's answer what became of a transaction
     * @param maxPauseMillis longest pause of the process after which a writer goes on
     */
    KafkaOutput(KafkaSink<T> kafka, Properties client, long timeoutMillis, long maxPauseMillis) {
        this.kafka = kafka;
        this.client = client;
        this.timeoutMillis = timeoutMillis;
        this.maxPauseMillis = maxPauseMillis;
    }

    @Override
    public Committer<KafkaCommittable> createCommitter(CommitterInitContext context) {
        return new TransactionCommitter(
                kafka.createCommitter(context),
                client,
                timeoutMillis,
                context.metricGroup().counter("transactionsLost"));
    }

    @Override
    public SimpleVersionedSerializer<KafkaCommittable> getCommittableSerializer() {
        return kafka.getCommittableSerializer();
    }

    @Override
    public PrecommittingStatefulSinkWriter<T, KafkaWriterState, KafkaCommittable> createWriter(
            WriterInitContext context) throws IOException {
        return guarded(kafka.createWriter(context));
    }

    @Override
    public PrecommittingStatefulSinkWriter<T, KafkaWriterState, KafkaCommittable> restoreWriter(
            WriterInitContext context, Collection<KafkaWriterState> state) throws IOException {
        return guarded(kafka.restoreWriter(context, state));
    }

    private GuardedWriter<T> guarded(
            PrecommittingStatefulSinkWriter<T, KafkaWriterState, KafkaCommittable> writer) {
        return new GuardedWriter<>(writer, PauseWatch.ofProcess(maxPauseMillis));
    }

    @Override
    public SimpleVersionedSerializer<KafkaWriterState> getWriterStateSerializer() {
        return kafka.getWriterStateSerializer();
    }

    @Override
    public void addPostCommitTopology(
            DataStream<CommittableMessage<KafkaCommittable>> committables) {
        kafka.addPostCommitTopology(committables);
    }

    @Override
    public LineageVertex getLineageVertex() {
        return kafka.getLineageVertex();
    }
}
