package io.nextclick.kafka;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.connector.kafka.sink.TwoPhaseCommittingStatefulSink.PrecommittingStatefulSinkWriter;

/**
 * A writer that fails, and its job with it, instead of writing after a long pause.
 *
 * @param <T> the job's own record
 */
// A sink's writer may be interrupted while it closes.
@SuppressWarnings("try")
final class GuardedWriter<T>
        implements PrecommittingStatefulSinkWriter<T, KafkaWriterState, KafkaCommittable> {

    private final PrecommittingStatefulSinkWriter<T, KafkaWriterState, KafkaCommittable> kafka;
    private final PauseWatch.Guard guard;

    GuardedWriter(
            PrecommittingStatefulSinkWriter<T, KafkaWriterState, KafkaCommittable> kafka,
            PauseWatch.Guard guard) {
        this.kafka = kafka;
        this.guard = guard;
    }

    @Override
    public void write(T record, Context context) throws IOException, InterruptedException {
        guard.check();
        kafka.write(record, context);
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        guard.check();
        kafka.flush(endOfInput);
    }

    @Override
    public Collection<KafkaCommittable> prepareCommit() throws IOException, InterruptedException {
        guard.check();
        return kafka.prepareCommit();
    }

    @Override
    public List<KafkaWriterState> snapshotState(long checkpointId) throws IOException {
        return kafka.snapshotState(checkpointId);
    }

    @Override
    public void close() throws Exception {
        guard.close();
        kafka.close();
    }
}
