package io.nextclick.recommend;

import io.nextclick.flow.Candidates;
import io.nextclick.flow.PersonEvent;
import io.nextclick.message.Batch;
import org.jspecify.annotations.Nullable;

/**
 * What reaches a person: their own event, which asks for a list, or answers of items to it.
 *
 * @param personKey person among all sites
 * @param request the event, or null
 * @param answers the answers, all to one request, or null
 */
public record PersonMessage(
        String personKey, @Nullable PersonEvent request, @Nullable Batch<Candidates> answers) {

    /** The message of an event that asks for a list. */
    static PersonMessage of(PersonEvent event) {
        return new PersonMessage(event.personKey(), event, null);
    }

    /** The message of answers. */
    public static PersonMessage of(Batch<Candidates> answers) {
        return new PersonMessage(answers.first().personKey(), null, answers);
    }
}
