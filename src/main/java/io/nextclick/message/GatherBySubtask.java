package io.nextclick.message;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Gathers elements that nothing waits for into batches, one for each subtask that they go to.
 *
 * <p>No state: before each snapshot the batches are sent, ahead of its barrier. A batch is sent
 * when it has {@value #MAX_ELEMENTS} elements or when {@value #DELAY_MILLIS} ms have passed since
 * the first one, in processing time.
 */
public final class GatherBySubtask<T> extends SendLater<T, Batch<T>> {

    private static final int MAX_ELEMENTS = 256;
    private static final long DELAY_MILLIS = 100;

    private final KeySelector<T, String> key;

    @SuppressWarnings("NullAway.Init")
    private transient @Nullable List<T>[] batches;

    @SuppressWarnings("NullAway.Init")
    private transient Subtasks subtasks;

    /** Gathers elements that are keyed so where they go. */
    public GatherBySubtask(KeySelector<T, String> key) {
        this.key = key;
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public void open() throws Exception {
        super.open();
        subtasks = Subtasks.of(getRuntimeContext().getTaskInfo());
        batches = new List[subtasks.count()];
    }

    @Override
    public void processElement(StreamRecord<T> element) throws Exception {
        T value = element.getValue();
        int subtask = subtasks.of(key.getKey(value));
        List<T> batch = batches[subtask];
        if (batch == null) {
            batch = new ArrayList<>();
            batches[subtask] = batch;
        }
        batch.add(value);
        if (batch.size() >= MAX_ELEMENTS) {
            send(subtask);
        } else {
            sendAllAfter(DELAY_MILLIS);
        }
    }

    @Override
    void sendAll() {
        for (int subtask = 0; subtask < batches.length; subtask++) {
            send(subtask);
        }
    }

    private void send(int subtask) {
        List<T> batch = batches[subtask];
        if (batch != null) {
            batches[subtask] = null;
            output.collect(new StreamRecord<>(new Batch<>(batch)));
        }
    }
}
