package io.nextclick.segment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes an event as its place in a list, in which it is put if it is not there yet. Flink CEP's
 * shared buffer is written with it, so that its events are not written out.
 */
final class SeenTable extends TypeSerializerSingleton<Seen> {

    private final transient List<Seen> events = new ArrayList<>();

    void start(List<Seen> known) {
        events.clear();
        events.addAll(known);
    }

    Seen[] events() {
        return events.toArray(new Seen[0]);
    }

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public Seen createInstance() {
        throw new UnsupportedOperationException("no event without content");
    }

    @Override
    public Seen copy(Seen from) {
        return from;
    }

    @Override
    public Seen copy(Seen from, Seen reuse) {
        return from;
    }

    @Override
    public int getLength() {
        return Integer.BYTES;
    }

    @Override
    public void serialize(Seen seen, DataOutputView target) throws IOException {
        int place = -1;
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).equals(seen)) {
                place = i;
            }
        }
        if (place < 0) {
            place = events.size();
            events.add(seen);
        }
        target.writeInt(place);
    }

    @Override
    public Seen deserialize(DataInputView source) throws IOException {
        return events.get(source.readInt());
    }

    @Override
    public Seen deserialize(Seen reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        target.writeInt(source.readInt());
    }

    @Override
    public TypeSerializerSnapshot<Seen> snapshotConfiguration() {
        throw new UnsupportedOperationException("is part of another serializer");
    }
}
