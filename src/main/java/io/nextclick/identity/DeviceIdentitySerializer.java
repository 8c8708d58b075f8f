package io.nextclick.identity;

import io.nextclick.writeback.CompactReader;
import io.nextclick.writeback.CompactSerializer;
import io.nextclick.writeback.CompactWriter;
import io.nextclick.writeback.LayoutSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** Flink's serializer of {@link DeviceIdentity}, in the layout of {@link DeviceIdentityWriter}. */
public final class DeviceIdentitySerializer extends CompactSerializer<DeviceIdentity> {

    private static final long serialVersionUID = 1;

    /** For Flink. */
    public DeviceIdentitySerializer() {
        super(
                "identity of a device",
                DeviceIdentityWriter.VERSION,
                DeviceIdentitySerializer::new,
                DeviceIdentity::new);
    }

    @Override
    public DeviceIdentity copy(DeviceIdentity from) {
        DeviceIdentity copy = new DeviceIdentity();
        copy.owners = new ArrayList<>(from.owners);
        copy.users = new ArrayList<>(from.users);
        copy.forgottenUserMillis = from.forgottenUserMillis;
        copy.holders = new ArrayList<>(from.holders);
        copy.forgottenUntilMillis = from.forgottenUntilMillis;
        copy.awaitedMillis = from.awaitedMillis;
        copy.unlinked = new ArrayList<>(from.unlinked);
        copy.history = new ArrayList<>(from.history);
        copy.horizonMillis = from.horizonMillis;
        copy.newestMillis = from.newestMillis;
        copy.shared = from.shared;
        copy.sharedMillis = from.sharedMillis;
        copy.guess = from.guess;
        copy.guessConfidence = from.guessConfidence;
        copy.publishedUser = from.publishedUser;
        copy.publishedEvidence = from.publishedEvidence;
        copy.publishedSinceMillis = from.publishedSinceMillis;
        copy.publishedConfidence = from.publishedConfidence;
        copy.skew.events = from.skew.events;
        copy.skew.leastMillis = from.skew.leastMillis;
        copy.skew.mostMillis = from.skew.mostMillis;
        copy.skew.reported = from.skew.reported;
        return copy;
    }

    @Override
    protected void write(DeviceIdentity device, CompactWriter out) {
        DeviceIdentityWriter.write(device, out);
    }

    @Override
    protected DeviceIdentity read(CompactReader in) throws IOException {
        return DeviceIdentityReader.read(in);
    }

    @Override
    public TypeSerializerSnapshot<DeviceIdentity> snapshotConfiguration() {
        return new Snapshot();
    }

    /** For Flink, which makes one by its name. */
    public static final class Snapshot extends LayoutSnapshot<DeviceIdentity> {
        /** For Flink. */
        public Snapshot() {
            super(DeviceIdentitySerializer::new);
        }
    }
}
