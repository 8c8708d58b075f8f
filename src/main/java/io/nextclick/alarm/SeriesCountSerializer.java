package io.nextclick.alarm;

import io.nextclick.message.MessageSerializer;
import io.nextclick.message.Numbers;
import io.nextclick.message.Texts;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** {@link SeriesCount}: names once read are not made again. */
public final class SeriesCountSerializer extends MessageSerializer<SeriesCount> {

    private static final SeriesKind[] KINDS = SeriesKind.values();

    private final Texts texts = new Texts();

    @Override
    public SeriesCountSerializer duplicate() {
        return new SeriesCountSerializer();
    }

    @Override
    public void serialize(SeriesCount count, DataOutputView out) throws IOException {
        texts.write(count.site(), out);
        texts.write(count.series(), out);
        Numbers.writeConstant(count.kind(), out);
        Numbers.writeSigned(count.minute(), out);
        Numbers.writeSigned(count.count(), out);
        Numbers.writeSigned(count.base(), out);
        texts.write(count.parts(), out);
        for (long each : count.partCounts()) {
            Numbers.writeSigned(each, out);
        }
    }

    @Override
    public SeriesCount deserialize(DataInputView in) throws IOException {
        String site = texts.readId(in);
        String series = texts.readId(in);
        SeriesKind kind = Numbers.readConstant(KINDS, in);
        long minute = Numbers.readSigned(in);
        long count = Numbers.readSigned(in);
        long base = Numbers.readSigned(in);
        String[] parts = texts.readIds(in);
        long[] counts = new long[parts.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = Numbers.readSigned(in);
        }
        return new SeriesCount(site, series, kind, minute, count, base, parts, counts);
    }
}
