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
        if (subtasks.count() == 1) {
            out.collect(new Batch<>(messages));
            return;
        }
        // Few messages: each subtask is looked for among those that are left.
        List<ItemMessage> left = messages;
        while (!left.isEmpty()) {
            int subtask = subtasks.of(left.get(0).itemKey());
            List<ItemMessage> together = new ArrayList<>(left.size());
            List<ItemMessage> others = new ArrayList<>(left.size());
            for (ItemMessage message : left) {
                (subtasks.of(message.itemKey()) == subtask ? together : others).add(message);
            }
            out.collect(new Batch<>(together));
            left = others;
        }
    }
}
