package io.nextclick.recommend;

import io.nextclick.flow.Candidates;
import io.nextclick.flow.PersonEvent;
import org.jspecify.annotations.Nullable;

/**
 * What reaches a person: their own event, which asks for a list, or the answer of an item.
 *
 * @param personKey person among all sites
 * @param request the event, or null
 * @param candidates the answer, or null
 */
public record PersonMessage(
        String personKey, @Nullable PersonEvent request, @Nullable Candidates candidates) {

    /** The message of an event that asks for a list. */
    static PersonMessage of(PersonEvent event) {
        return new PersonMessage(event.personKey(), event, null);
    }

    /** The message of an answer. */
    public static PersonMessage of(Candidates candidates) {
        return new PersonMessage(candidates.personKey(), null, candidates);
    }
}
