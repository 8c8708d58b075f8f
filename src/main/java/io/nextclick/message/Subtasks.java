package io.nextclick.message;

import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * Where keys go: to which of the next operator's subtasks. All operators of the job have the same
 * parallelism.
 *
 * @param count how many subtasks there are
 * @param keyGroups the maximum parallelism
 */
public record Subtasks(int count, int keyGroups) {

    /** As many as the task that asks has. */
    public static Subtasks of(TaskInfo task) {
        return new Subtasks(
                task.getNumberOfParallelSubtasks(), task.getMaxNumberOfParallelSubtasks());
    }

    /** The subtask of a key, from 0. */
    public int of(String key) {
        return count == 1
                ? 0
                : KeyGroupRangeAssignment.assignKeyToParallelOperator(key, keyGroups, count);
    }
}
