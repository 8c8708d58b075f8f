package io.nextclick.message;

import java.util.List;

/**
 * Elements that travel together to one subtask.
 *
 * @param elements in their order, at least one
 */
public record Batch<T>(List<T> elements) {

    /** Rejects an empty one, which would have no key. */
    public Batch {
        if (elements.isEmpty()) {
            throw new IllegalArgumentException("a batch has elements");
        }
    }

    /** The first, by which the batch is sent. */
    public T first() {
        return elements.get(0);
    }
}
