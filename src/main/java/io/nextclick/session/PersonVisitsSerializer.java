package io.nextclick.session;

import io.nextclick.writeback.CompactReader;
import io.nextclick.writeback.CompactSerializer;
import io.nextclick.writeback.CompactWriter;
import io.nextclick.writeback.LayoutSnapshot;
import java.io.IOException;

/** Flink's serializer of {@link PersonVisits}, in the layout of {@link PersonVisitsWriter}. */
public final class PersonVisitsSerializer extends CompactSerializer<PersonVisits> {

    private static final long serialVersionUID = 1;

    /** For Flink. */
    public PersonVisitsSerializer() {
        super("visits of a person", PersonVisitsWriter.VERSION, PersonVisits::new, Snapshot::new);
    }

    @Override
    protected void write(PersonVisits visits, CompactWriter out) {
        new PersonVisitsWriter(out).write(visits);
    }

    @Override
    protected PersonVisits read(CompactReader in) throws IOException {
        return new PersonVisitsReader(in).read();
    }

    /** For Flink, which makes one by its name. */
    public static final class Snapshot extends LayoutSnapshot<PersonVisits> {
        /** For Flink. */
        public Snapshot() {
            super(PersonVisitsSerializer::new);
        }
    }
}
