package io.nextclick.quality;

import io.nextclick.event.Campaign;
import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.ShownList;
import java.util.Arrays;
import java.util.Objects;

/**
 * What an event says, by which a repetition is told from another event under the same id. The times
 * are no part of it, nor is the user: a page that is loaded again, or a delivery after a login,
 * says the same. Stored, so it follows from the contract's values alone.
 */
final class EventContent {

    private EventContent() {}

    static int hash(Event event) {
        EventContext context = event.context();
        int hash = event.type().name().hashCode();
        hash = 31 * hash + Objects.hashCode(event.itemId());
        hash = 31 * hash + Objects.hashCode(context.category());
        hash = 31 * hash + Objects.hashCode(context.brand());
        hash = 31 * hash + Objects.hashCode(context.price());
        hash = 31 * hash + Objects.hashCode(context.currency());
        hash = 31 * hash + Objects.hashCode(context.quantity());
        hash = 31 * hash + Objects.hashCode(context.query());
        hash = 31 * hash + Objects.hashCode(context.dwellMillis());
        hash = 31 * hash + Objects.hashCode(context.scrollDepth());
        hash = 31 * hash + Objects.hashCode(context.rating());
        hash = 31 * hash + Objects.hashCode(context.pageType());
        hash = 31 * hash + Objects.hashCode(context.campaign().name());
        hash = 31 * hash + Objects.hashCode(context.list().recommendationId());
        hash = 31 * hash + Objects.hashCode(context.list().position());
        hash = 31 * hash + context.attributes().hashCode();
        return hash + later(context.campaign(), context.list());
    }

    /** Fields that came later; without one of them the hash is as it was. */
    private static int later(Campaign campaign, ShownList list) {
        int hash = 0;
        for (Object field :
                Arrays.asList(
                        campaign.source(),
                        campaign.medium(),
                        campaign.content(),
                        campaign.term(),
                        list.token(),
                        list.visibleMillis(),
                        list.items().isEmpty() ? null : list.items())) {
            hash = 31 * hash + Objects.hashCode(field);
        }
        return hash;
    }
}
