package io.nextclick.session;

import io.nextclick.writeback.CompactReader;
import io.nextclick.writeback.CompactSerializer;
import io.nextclick.writeback.CompactWriter;
import io.nextclick.writeback.LayoutSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** Flink's serializer of {@link PersonVisits}, in the layout of {@link PersonVisitsWriter}. */
public final class PersonVisitsSerializer extends CompactSerializer<PersonVisits> {

    private static final long serialVersionUID = 1;

    /** For Flink. */
    public PersonVisitsSerializer() {
        super(
                "visits of a person",
                PersonVisitsWriter.VERSION,
                PersonVisitsSerializer::new,
                PersonVisits::new);
    }

    /** A copy that later changes of the original do not reach. */
    @Override
    public PersonVisits copy(PersonVisits from) {
        PersonVisits copy = new PersonVisits();
        copy.sequence = from.sequence;
        copy.timerMillis = from.timerMillis;
        copy.log = new ArrayList<>(from.log);
        copy.published = new ArrayList<>(from.published);
        copy.purchases = new ArrayList<>(from.purchases);
        copy.history = new ArrayList<>(from.history.size());
        for (SessionTotals session : from.history) {
            copy.history.add(session.copy());
        }
        copy.reported = new ArrayList<>(from.reported);
        copy.manyDevices = from.manyDevices;
        copy.listedMillis = from.listedMillis;
        copy.metrics = from.metrics;
        return copy;
    }

    @Override
    protected void write(PersonVisits visits, CompactWriter out) {
        new PersonVisitsWriter(out).write(visits);
    }

    @Override
    protected PersonVisits read(CompactReader in) throws IOException {
        return new PersonVisitsReader(in).read();
    }

    @Override
    public TypeSerializerSnapshot<PersonVisits> snapshotConfiguration() {
        return new Snapshot();
    }

    /** For Flink, which makes one by its name. */
    public static final class Snapshot extends LayoutSnapshot<PersonVisits> {
        /** For Flink. */
        public Snapshot() {
            super(PersonVisitsSerializer::new);
        }
    }
}
