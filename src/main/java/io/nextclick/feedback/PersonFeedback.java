package io.nextclick.feedback;

import io.nextclick.flow.PastEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of one person's feedback; {@link FeedbackMemory} says what is done with it.
 * Stored, see {@link PersonFeedbackSerializer}.
 *
 * <p>Invariant: the feedback follows from these events and the time that has passed alone, as
 * {@link ListAttribution} says. So whatever comes late, is given to the person or taken away again
 * leaves no trace.
 */
public final class PersonFeedback {

    /** Technical: the registered timer, 0 if there is none. */
    long timerMillis;

    /** So far event time is known to have come; it never goes back, not even by a restart. */
    long passedMillis = Long.MIN_VALUE;

    /** What showed lists and what may have followed from them, in order of time. */
    List<PastEvent> events = new ArrayList<>();

    /** What was emitted last; null if that has to be made anew from the events. Not stored. */
    @Nullable List<Feedback> emitted;

    /** True if nothing is worth keeping. */
    boolean isIdle() {
        return events.isEmpty();
    }
}
