package io.nextclick.kafka;

import io.nextclick.codec.RawRecord;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;

/** Flink's reader of Kafka; before it reads partitions, it tells what of them has expired. */
@SuppressWarnings("try")
final class KafkaInputReader implements SourceReader<RawRecord, KafkaPartitionSplit> {

    private final SourceReader<RawRecord, KafkaPartitionSplit> kafka;
    private final ExpiredRecords expired;

    KafkaInputReader(SourceReader<RawRecord, KafkaPartitionSplit> kafka, ExpiredRecords expired) {
        this.kafka = kafka;
        this.expired = expired;
    }

    @Override
    public void addSplits(List<KafkaPartitionSplit> splits) {
        expired.tell(splits);
        kafka.addSplits(splits);
    }

    @Override
    public void start() {
        kafka.start();
    }

    @Override
    public InputStatus pollNext(ReaderOutput<RawRecord> output) throws Exception {
        return kafka.pollNext(output);
    }

    @Override
    public List<KafkaPartitionSplit> snapshotState(long checkpointId) {
        return kafka.snapshotState(checkpointId);
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return kafka.isAvailable();
    }

    @Override
    public void notifyNoMoreSplits() {
        kafka.notifyNoMoreSplits();
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        kafka.handleSourceEvents(event);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        kafka.notifyCheckpointComplete(checkpointId);
    }

    @Override
    public void notifyCheckpointAborted(long checkpointId) throws Exception {
        kafka.notifyCheckpointAborted(checkpointId);
    }

    @Override
    public void pauseOrResumeSplits(Collection<String> pause, Collection<String> resume) {
        kafka.pauseOrResumeSplits(pause, resume);
    }

    @Override
    public void close() throws Exception {
        kafka.close();
    }
}
