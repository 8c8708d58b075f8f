package io.nextclick.similarity;

import io.nextclick.flow.PersonEvent;
import io.nextclick.message.Batch;
import io.nextclick.message.Subtasks;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Turns an event at its person into one {@link ItemMessage} for each item of the visit that it
 * concerns; those to one subtask travel together. No key, no state, no timers.
 */
public final class ScatterEvent extends RichFlatMapFunction<PersonEvent, Batch<ItemMessage>> {

    private static final int SENT = -1;

    private transient Subtasks subtasks;

    @Override
    public void open(OpenContext context) {
        subtasks = Subtasks.of(getRuntimeContext().getTaskInfo());
    }

    @Override
    public void flatMap(PersonEvent event, Collector<Batch<ItemMessage>> out) {
        List<ItemMessage> messages = ItemMessage.allOf(event);
        if (messages.isEmpty()) {
            return;
        }
        if (subtasks.count() == 1 || messages.size() == 1) {
            out.collect(new Batch<>(messages));
            return;
        }
        int count = messages.size();
        int[] to = new int[count];
        for (int i = 0; i < count; i++) {
            to[i] = subtasks.of(messages.get(i).itemKey());
        }
        for (int first = 0; first < count; first++) {
            int subtask = to[first];
            if (subtask == SENT) {
                continue;
            }
            List<ItemMessage> together = new ArrayList<>(count - first);
            for (int i = first; i < count; i++) {
                if (to[i] == subtask) {
                    together.add(messages.get(i));
                    to[i] = SENT;
                }
            }
            out.collect(new Batch<>(together));
        }
    }
}
