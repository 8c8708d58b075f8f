package io.nextclick.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** What a serializer of stored values writes and reads. */
public final class StoredBytes<T> {

    private static final HexFormat HEX = HexFormat.of();

    private final TypeSerializer<T> serializer;

    /**
     * @param serializer writes four bytes of length before each value
     */
    public StoredBytes(TypeSerializer<T> serializer) {
        this.serializer = serializer;
    }

    /** The bytes of a value. */
    public byte[] bytes(T value) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(value, out);
        return out.getCopyOfBuffer();
    }

    /** The value of bytes. */
    public T read(byte[] bytes) throws IOException {
        return serializer.deserialize(new DataInputDeserializer(bytes));
    }

    /** Values are written as in a file: a comment and then a value a line, in hex. */
    public void areAsIn(String golden, List<T> values) throws IOException {
        List<String> lines;
        try (InputStream stream = StoredBytes.class.getResourceAsStream(golden)) {
            byte[] text = Objects.requireNonNull(stream).readAllBytes();
            lines = new String(text, StandardCharsets.US_ASCII).lines().skip(1).toList();
        }
        List<String> written = new ArrayList<>();
        for (T value : values) {
            written.add(HEX.formatHex(bytes(value)));
        }
        assertThat(written).isEqualTo(lines);
        for (int i = 0; i < values.size(); i++) {
            T back = read(HEX.parseHex(lines.get(i)));
            assertThat(back).usingRecursiveComparison().isEqualTo(values.get(i));
        }
    }

    /** Whatever is changed in the bytes of a value, they are read or refused. */
    public void refusesBroken(T value, Random random) throws IOException {
        byte[] whole = bytes(value);
        for (int i = 0; i < Soak.runs(5_000); i++) {
            byte[] broken = whole.clone();
            for (int times = random.nextInt(3); times >= 0; times--) {
                broken[4 + random.nextInt(broken.length - 4)] = (byte) random.nextInt();
            }
            try {
                read(broken);
            } catch (IOException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }
}
