package io.nextclick.segment;

import org.jspecify.annotations.Nullable;

/** How the pattern of a rule is matched. Plans keep nothing themselves. */
interface Plan {

    /**
     * Goes on with an event. All that acts by time has acted until then; what is only too old may
     * still be in the progress.
     *
     * @param progress how far the pattern has come, or null for not at all
     * @param mask the rule's conditions that hold of the event
     * @return how far it has come now
     */
    @Nullable Progress step(@Nullable Progress progress, Seen event, long mask, Matches matches);

    /** Moves time, which ends what took too long and completes what had to be absent. */
    @Nullable Progress advance(Progress progress, long millis, Matches matches);

    /** True if events for which no condition holds change a partial match. */
    boolean seesAll();

    /** True if it asks for fields of events that it has taken before. */
    boolean looksBack();

    /**
     * Takes over what a plan of the same stages has begun: its moments are those of this plan's
     * time. What is too old by now goes when time is next moved.
     */
    Progress takeOver(Progress progress);
}
