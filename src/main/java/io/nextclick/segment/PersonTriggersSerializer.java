package io.nextclick.segment;

import io.nextclick.writeback.CompactReader;
import io.nextclick.writeback.CompactSerializer;
import io.nextclick.writeback.CompactWriter;
import io.nextclick.writeback.LayoutSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.jspecify.annotations.Nullable;

/** Flink's serializer of {@link PersonTriggers}, in the layout of {@link PersonTriggersCodec}. */
public final class PersonTriggersSerializer extends CompactSerializer<PersonTriggers> {

    private static final long serialVersionUID = 1;

    private transient @Nullable PersonTriggersWriter writer;
    private transient @Nullable PersonTriggersReader reader;

    /** For Flink. */
    public PersonTriggersSerializer() {
        super(
                "triggers of a person",
                PersonTriggersCodec.VERSION,
                PersonTriggersSerializer::new,
                PersonTriggers::new);
    }

    /** A copy that later changes of the original do not reach. */
    @Override
    public PersonTriggers copy(PersonTriggers from) {
        PersonTriggers copy = new PersonTriggers();
        copy.epoch = from.epoch;
        copy.timerMillis = from.timerMillis;
        copy.sequence = from.sequence;
        copy.horizonMillis = from.horizonMillis;
        copy.passedMillis = from.passedMillis;
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
    protected void write(PersonTriggers person, CompactWriter out) {
        if (writer == null) {
            writer = new PersonTriggersWriter(out);
        }
        writer.write(person);
    }

    @Override
    protected PersonTriggers read(CompactReader in) throws IOException {
        if (reader == null) {
            reader = new PersonTriggersReader(in);
        }
        return reader.read();
    }

    @Override
    public TypeSerializerSnapshot<PersonTriggers> snapshotConfiguration() {
        return new Snapshot();
    }

    /** For Flink, which makes one by its name. */
    public static final class Snapshot extends LayoutSnapshot<PersonTriggers> {
        /** For Flink. */
        public Snapshot() {
            super(PersonTriggersSerializer::new);
        }
    }
}
