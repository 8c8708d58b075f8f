package io.nextclick.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextclick.event.Event;
import org.jspecify.annotations.Nullable;

/** Hears of what goes through the gateway. Called by many threads; must not wait. */
interface Activity {

    /** An event was checked. */
    void checked(Site site, Collector.Checked checked, EventSlices.Slice slice);

    /** An event is on its way to the broker. */
    void sent(Site site, Event event);

    /**
     * A request waited for the list of its event.
     *
     * @param fresh true if that list came
     */
    void waited(Site site, boolean fresh);

    /** The job made a list. */
    void list(SlimList list);

    /** A device belongs to a person. */
    void owner(String deviceKey, @Nullable String person);

    /**
     * A person is in a segment, or left it.
     *
     * @param rule that decided it; null where the person left
     */
    void segment(String personKey, String segment, @Nullable String rule);

    /**
     * Something that only those hear of who look into what happens.
     *
     * @param name of the record
     * @param subjectKey the person's or the device's
     * @param record as JSON
     */
    void inspected(String name, String subjectKey, ObjectNode record);
}
