package io.nextclick.segment;

import io.nextclick.event.EventType;
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
    static @Nullable PersonEvent of(PersonTriggers person, List<SegmentChange> changes) {
        for (SegmentChange change : changes) {
            if (change.recommendation() && change.kind() == SegmentChange.Kind.ENTER) {
                return of(person, change);
            }
        }
        return null;
    }

    private static PersonEvent of(PersonTriggers person, SegmentChange because) {
        // Next after the newest request that was here: one that is still on its way comes after it,
        // and would be taken for answered if its number were lower.
        person.sequence += 1 + (person.sequence & 1);
        return PersonEvent.reminder(
                because.personKey(),
                person.sequence,
                because.ruleId() + '@' + because.enteredAtMillis(),
                because.enteredAtMillis(),
                recentItems(person),
                boughtItems(person));
    }

    /** The items that the person turned to last, newest first. */
    private static String[] recentItems(PersonTriggers person) {
        Set<String> items = new LinkedHashSet<>();
        for (int i = person.log.size() - 1; i >= 0 && items.size() < MAX_RECENT; i--) {
            Seen seen = person.log.get(i);
            if (seen.item != null && seen.type.isInterest()) {
                items.add(seen.item);
            }
        }
        return items.toArray(new String[0]);
    }

    /** The items that the person bought, as far as is remembered here. */
    private static String[] boughtItems(PersonTriggers person) {
        Set<String> items = new LinkedHashSet<>();
        for (Seen seen : person.log) {
            if (seen.type == EventType.PURCHASE && seen.item != null) {
                items.add(seen.item);
            }
        }
        return items.toArray(new String[0]);
    }
}
