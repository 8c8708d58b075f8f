package io.nextclick.feedback;

import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PastList;
import io.nextclick.writeback.CompactReader;
import io.nextclick.writeback.CompactSerializer;
import io.nextclick.writeback.CompactWriter;
import io.nextclick.writeback.LayoutSnapshot;
import io.nextclick.writeback.StoredEvents;
import io.nextclick.writeback.StoredLists;
import java.io.IOException;
import java.util.ArrayList;

/**
 * Flink's serializer of {@link PersonFeedback}: times as differences from the first event's, what
 * is rarely there behind a bit that says so.
 */
public final class PersonFeedbackSerializer extends CompactSerializer<PersonFeedback> {

    private static final long serialVersionUID = 1;
    private static final int VERSION = 1;

    /** Bits of a person. */
    private static final int TIMER = 1;

    private static final int PASSED = 2;

    /** Bits of an event. */
    private static final int NAMED = StoredEvents.FIRST_BIT;

    private static final int LISTED = StoredEvents.SECOND_BIT;

    /** For Flink. */
    public PersonFeedbackSerializer() {
        super("feedback of a person", VERSION, PersonFeedback::new, Snapshot::new);
    }

    @Override
    protected void write(PersonFeedback person, CompactWriter out) {
        long base = person.events.isEmpty() ? 0 : person.events.get(0).occurredAtMillis();
        boolean passed = person.passedMillis != Long.MIN_VALUE;
        out.octet((person.timerMillis == 0 ? 0 : TIMER) | (passed ? PASSED : 0));
        out.signed(base);
        if (person.timerMillis != 0) {
            out.signed(person.timerMillis - base);
        }
        if (passed) {
            out.signed(person.passedMillis - base);
        }
        out.number(person.events.size());
        for (PastEvent event : person.events) {
            write(event, base, out);
        }
    }

    private static void write(PastEvent event, long base, CompactWriter out) {
        PastList list = event.list();
        int bits = (event.anonymous() ? 0 : NAMED) | (list == null ? 0 : LISTED);
        StoredEvents.writeBrief(event, bits, base, out);
        if (list != null) {
            StoredLists.write(list, base, out);
        }
    }

    @Override
    protected PersonFeedback read(CompactReader in) throws IOException {
        PersonFeedback person = new PersonFeedback();
        int what = in.octet();
        long base = in.signed();
        person.timerMillis = (what & TIMER) == 0 ? 0 : base + in.signed();
        person.passedMillis = (what & PASSED) == 0 ? Long.MIN_VALUE : base + in.signed();
        int events = in.count(5);
        person.events = new ArrayList<>(events + 1);
        for (int i = 0; i < events; i++) {
            person.events.add(event(base, in));
        }
        return person;
    }

    private static PastEvent event(long base, CompactReader in) throws IOException {
        int what = in.octet();
        PastEvent event = StoredEvents.readBrief(what, (what & NAMED) == 0, base, in);
        return (what & LISTED) == 0 ? event : event.with(StoredLists.read(base, in));
    }

    /** For Flink, which makes one by its name. */
    public static final class Snapshot extends LayoutSnapshot<PersonFeedback> {
        /** For Flink. */
        public Snapshot() {
            super(PersonFeedbackSerializer::new);
        }
    }
}
