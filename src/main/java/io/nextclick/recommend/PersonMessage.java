package io.nextclick.recommend;

import io.nextclick.event.Candidates;
import io.nextclick.event.PersonEvent;
import org.apache.flink.util.Collector;
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

    /** The message of an event, if it is one that is answered with a list. */
    public static void ask(PersonEvent event, Collector<PersonMessage> out) {
        if (event.asksForList()) {
            out.collect(new PersonMessage(event.personKey(), event, null));
        }
    }

    /** The message of an answer. */
    public static PersonMessage of(Candidates candidates) {
        return new PersonMessage(candidates.personKey(), null, candidates);
    }
}
