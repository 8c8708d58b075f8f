package io.nextclick.session;

import io.nextclick.writeback.CompactWriter;
import java.io.IOException;
import java.util.ArrayList;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Flink's serializer of {@link PersonVisits}: the bytes of {@link PersonVisitsWriter}, after their
 * length. It uses its buffers again, so each thread needs its own.
 */
public final class PersonVisitsSerializer extends TypeSerializer<PersonVisits> {

    private static final long serialVersionUID = 1;

    private transient @Nullable PersonVisitsWriter writer;
    private transient @Nullable PersonVisitsReader reader;

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public TypeSerializer<PersonVisits> duplicate() {
        return new PersonVisitsSerializer();
    }

    @Override
    public PersonVisits createInstance() {
        return new PersonVisits();
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
        copy.metrics = from.metrics;
        return copy;
    }

    @Override
    public PersonVisits copy(PersonVisits from, PersonVisits reuse) {
        return copy(from);
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(PersonVisits visits, DataOutputView target) throws IOException {
        if (writer == null) {
            writer = new PersonVisitsWriter();
        }
        CompactWriter written = writer.write(visits);
        target.writeInt(written.length());
        target.write(written.bytes(), 0, written.length());
    }

    @Override
    public PersonVisits deserialize(DataInputView source) throws IOException {
        if (reader == null) {
            reader = new PersonVisitsReader();
        }
        return reader.read(source, source.readInt());
    }

    @Override
    public PersonVisits deserialize(PersonVisits reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        int length = source.readInt();
        target.writeInt(length);
        target.write(source, length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PersonVisitsSerializer;
    }

    @Override
    public int hashCode() {
        return PersonVisitsSerializer.class.hashCode();
    }

    @Override
    public TypeSerializerSnapshot<PersonVisits> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Says in a savepoint which serializer wrote it; the layout's own version is in each value. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<PersonVisits> {
        /** For Flink. */
        public Snapshot() {
            super(PersonVisitsSerializer::new);
        }
    }
}
