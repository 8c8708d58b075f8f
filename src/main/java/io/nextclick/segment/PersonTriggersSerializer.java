package io.nextclick.segment;

import java.io.IOException;
import java.util.ArrayList;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

/** Flink's serializer of {@link PersonTriggers}: the bytes of the codec, after their length. */
public final class PersonTriggersSerializer extends TypeSerializerSingleton<PersonTriggers> {

    private static final int USUAL_BYTES = 512;

    /** The only one. */
    static final PersonTriggersSerializer INSTANCE = new PersonTriggersSerializer();

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
        DataOutputSerializer bytes = new DataOutputSerializer(USUAL_BYTES);
        PersonTriggersWriter.write(person, bytes);
        target.writeInt(bytes.length());
        target.write(bytes.getSharedBuffer(), 0, bytes.length());
    }

    @Override
    public PersonTriggers deserialize(DataInputView source) throws IOException {
        byte[] bytes = new byte[source.readInt()];
        source.readFully(bytes);
        return PersonTriggersReader.read(new DataInputDeserializer(bytes));
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
    public TypeSerializerSnapshot<PersonTriggers> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Says in a savepoint which serializer wrote it; the layout's own version is in each value. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<PersonTriggers> {
        /** For Flink. */
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
