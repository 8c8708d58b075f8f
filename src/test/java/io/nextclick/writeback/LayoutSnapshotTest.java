package io.nextclick.writeback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class LayoutSnapshotTest {

    private static final class Text extends CompactSerializer<String> {

        private static final long serialVersionUID = 1;

        private static int today = 1;

        Text() {
            super("a text", today, () -> "", Snapshot::new);
        }

        @Override
        protected void write(String value, CompactWriter out) {
            out.octet(value.length());
        }

        @Override
        protected String read(CompactReader in) throws IOException {
            return "x".repeat(in.octet());
        }

        private static final class Snapshot extends LayoutSnapshot<String> {
            Snapshot() {
                super(Text::new);
            }
        }
    }

    private static final class Other extends LayoutSnapshot<String> {
        Other() {
            super(Text::new);
        }
    }

    private static LayoutSnapshot<String> readBack(LayoutSnapshot<String> snapshot)
            throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(8);
        snapshot.writeSnapshot(out);
        LayoutSnapshot<String> read = new Text.Snapshot();
        read.readSnapshot(
                snapshot.getCurrentVersion(),
                new DataInputDeserializer(out.getCopyOfBuffer()),
                Text.class.getClassLoader());
        return read;
    }

    @Test
    void only_todays_layout_of_the_same_serializer_is_restored() throws IOException {
        Text.today = 1;
        LayoutSnapshot<String> first = new Text.Snapshot();
        Text.today = 2;
        LayoutSnapshot<String> old = readBack(first);
        LayoutSnapshot<String> same = readBack(new Text.Snapshot());
        LayoutSnapshot<String> today = new Text.Snapshot();
        assertThat(today.resolveSchemaCompatibility(same).isCompatibleAsIs()).isTrue();
        assertThat(today.resolveSchemaCompatibility(old).isIncompatible()).isTrue();
        assertThat(today.resolveSchemaCompatibility(new Other()).isIncompatible()).isTrue();
    }
}
