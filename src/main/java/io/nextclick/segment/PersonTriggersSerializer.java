package io.nextclick.segment;

import io.nextclick.writeback.CompactReader;
import io.nextclick.writeback.CompactSerializer;
import io.nextclick.writeback.CompactWriter;
import io.nextclick.writeback.LayoutSnapshot;
import java.io.IOException;
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
                PersonTriggers::new,
                Snapshot::new);
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

    /** For Flink, which makes one by its name. */
    public static final class Snapshot extends LayoutSnapshot<PersonTriggers> {
        /** For Flink. */
        public Snapshot() {
            super(PersonTriggersSerializer::new);
        }
    }
}
