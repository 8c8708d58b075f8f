package io.nextclick.segment;

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
 * Flink's serializer of {@link PersonTriggers}: the bytes of the codec, after their length. It uses
 * its buffers again, so each thread needs its own.
 */
public final class PersonTriggersSerializer extends TypeSerializer<PersonTriggers> {

    private static final long serialVersionUID = 1;

    private transient @Nullable PersonTriggersWriter writer;
    private transient @Nullable PersonTriggersReader reader;

    @Override
    public TypeSerializer<PersonTriggers> duplicate() {
        return new PersonTriggersSerializer();
    }

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public PersonTriggers createInstance() {
        return new PersonTriggers();
    }

    /** A copy that later changes of the original do not reach. */
    @Override
    public PersonTriggers copy(PersonTriggers from) {
        PersonTriggers copy = new PersonTriggers();
        copy.epoch = from.epoch;
        copy.timerMillis = from.timerMillis;
        copy.sequence = from.sequence;
        copy.horizonMillis = from.horizonMillis;
        copy.metrics = from.metrics;
        copy.log = new ArrayList<>(from.log.size());
        // The touches of an event change when it becomes final; nothing else of it ever does.
        from.log.forEach(seen -> copy.log.add(seen.copy()));
        copy.settled = from.settled;
        copy.present = from.present;
        copy.emitted = new ArrayList<>(from.emitted);
        return copy;
    }

    @Override
    public PersonTriggers copy(PersonTriggers from, PersonTriggers reuse) {
        return copy(from);
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(PersonTriggers person, DataOutputView target) throws IOException {
        if (writer == null) {
            writer = new PersonTriggersWriter();
        }
        CompactWriter written = writer.write(person);
        target.writeInt(written.length());
        target.write(written.bytes(), 0, written.length());
    }

    @Override
    public PersonTriggers deserialize(DataInputView source) throws IOException {
        if (reader == null) {
            reader = new PersonTriggersReader();
        }
        return reader.read(source, source.readInt());
    }

    @Override
    public PersonTriggers deserialize(PersonTriggers reuse, DataInputView source)
            throws IOException {
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
        return other instanceof PersonTriggersSerializer;
    }

    @Override
    public int hashCode() {
        return PersonTriggersSerializer.class.hashCode();
    }

    @Override
    public TypeSerializerSnapshot<PersonTriggers> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Says in a savepoint which serializer wrote it; the layout's own version is in each value. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<PersonTriggers> {
        /** For Flink. */
        public Snapshot() {
            super(PersonTriggersSerializer::new);
        }
    }
}
