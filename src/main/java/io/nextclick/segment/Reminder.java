package io.nextclick.segment;

import io.nextclick.flow.ListRequests;
import io.nextclick.flow.Occasion;
import io.nextclick.flow.PersonEvent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request for the list of a person who did nothing: an absence is complete. It keeps its place
 * among the person's other requests.
 */
final class Reminder {

    private static final int MAX_RECENT = 10;

    private Reminder() {}

    /** The person's next request, if a recommendation rule has begun; else null. */
    static @Nullable PersonEvent of(
            PersonTriggers person, List<SegmentChange> changes, ListRequests requests) {
        for (SegmentChange change : changes) {
            if (change.recommendation() && change.kind() == SegmentChange.Kind.ENTER) {
                return of(person, change, requests);
            }
        }
        return null;
    }

    private static PersonEvent of(
            PersonTriggers person, SegmentChange because, ListRequests requests) {
        // Next after the newest request that was here: one that is still on its way comes after it,
        // and would be taken for answered if its number were lower.
        person.sequence += 1 + (person.sequence & 1);
        return requests.request(
                Occasion.REMINDER,
                because.personKey(),
                person.sequence,
                because.ruleId() + '@' + because.enteredAtMillis(),
                because.enteredAtMillis(),
                recentItems(person));
    }

    /** The items that the person turned to last, newest first. */
    static String[] recentItems(PersonTriggers person) {
        Set<String> items = new LinkedHashSet<>();
        for (int i = person.log.size() - 1; i >= 0 && items.size() < MAX_RECENT; i--) {
            Seen seen = person.log.get(i);
            if (seen.item != null && seen.shown && seen.type.isInterest()) {
                items.add(seen.item);
            }
        }
        return items.toArray(new String[0]);
    }
}
