package io.nextclick.recommend;

import io.nextclick.flow.Candidates;
import io.nextclick.flow.PersonEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request of a person and the answers that came so far; the answers may come before the
 * request. Stored: its fields are part of every savepoint.
 */
public final class Gather {
    public long sequence;

    /** When the list is made of what came, ms of processing time; 0 until that is set. */
    public long deadlineMillis;

    /** How often answers without a request were looked at. */
    public int looks;

    public @Nullable PersonEvent request;
    public List<Candidates> answers = new ArrayList<>();

    /** For Flink's serializer. */
    public Gather() {}

    /** True if the request is here and every item that it asks has answered. */
    boolean isComplete() {
        PersonEvent asked = request;
        return asked != null && answers.size() >= asked.countAsked();
    }
}
