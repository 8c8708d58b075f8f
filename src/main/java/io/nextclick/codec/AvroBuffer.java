package io.nextclick.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one record in Avro's binary encoding, from its class or field by field. Reused from
 * record to record: it grows to the largest. What is written field by field has to be the
 * contract's fields in their order; only a test can find that they are not.
 */
public final class AvroBuffer extends BinaryEncoder {

    private static final int FIRST_BYTES = 2_048;
    private static final int MAX_VARINT = 10;
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final SpecificDatumWriter<SpecificRecord> writer;
    private byte[] bytes = new byte[FIRST_BYTES];
    private int size;

    AvroBuffer(Schema schema) {
        this.writer = new SpecificDatumWriter<>(schema);
    }

    void clear() {
        size = 0;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** Writes a whole record of the contract's class. */
    public void writeRecord(SpecificRecord contract) {
        try {
            writer.write(contract, this);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot encode " + contract.getSchema().getName(), e);
        }
    }

    /** Writes an optional text, whose type is the union of null and string. */
    public void writeOptional(@Nullable String text) {
        writeIndex(text == null ? 0 : 1);
        if (text != null) {
            writeString(text);
        }
    }

    /** Writes an array of texts. */
    public void writeStrings(List<String> texts) {
        int count = texts.size();
        setItemCount(count);
        for (int i = 0; i < count; i++) {
            writeString(texts.get(i));
        }
        writeArrayEnd();
    }

    @Override
    public void writeString(String text) {
        int length = text.length();
        // Three bytes are the most of a char: of two surrogates they are four.
        ensure(MAX_VARINT + 3 * (long) length);
        int start = size;
        writeInt(length);
        byte[] into = bytes;
        int at = size;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                size = start;
                byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
                writeInt(encoded.length);
                writeFixed(encoded, 0, encoded.length);
                return;
            }
            into[at++] = (byte) c;
        }
        size = at;
    }

    @Override
    public void writeBoolean(boolean value) {
        ensure(1);
        bytes[size++] = (byte) (value ? 1 : 0);
    }

    @Override
    public void writeInt(int value) {
        writeLong(value);
    }

    @Override
    public void writeLong(long value) {
        ensure(MAX_VARINT);
        long rest = (value << 1) ^ (value >> (Long.SIZE - 1));
        int at = size;
        while ((rest & ~0x7FL) != 0) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        size = at;
    }

    @Override
    public void writeFloat(float value) {
        ensure(Float.BYTES);
        INTS.set(bytes, size, Float.floatToRawIntBits(value));
        size += Float.BYTES;
    }

    @Override
    public void writeDouble(double value) {
        ensure(Double.BYTES);
        LONGS.set(bytes, size, Double.doubleToRawLongBits(value));
        size += Double.BYTES;
    }

    @Override
    public void writeFixed(byte[] value, int start, int length) {
        ensure(length);
        System.arraycopy(value, start, bytes, size, length);
        size += length;
    }

    @Override
    protected void writeZero() {
        writeLong(0);
    }

    @Override
    public void writeEnum(int place) {
        writeLong(place);
    }

    @Override
    public void writeIndex(int place) {
        writeLong(place);
    }

    @Override
    public void setItemCount(long count) {
        if (count > 0) {
            writeLong(count);
        }
    }

    @Override
    public void writeArrayEnd() {
        writeZero();
    }

    @Override
    public void writeMapEnd() {
        writeZero();
    }

    @Override
    public int bytesBuffered() {
        return size;
    }

    @Override
    public void flush() {
        // The bytes stay here until they are taken.
    }

    private void ensure(long more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, (int) Math.max(2L * bytes.length, size + more));
        }
    }
}
