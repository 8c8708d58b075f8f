package io.nextclick.identity;

import io.nextclick.writeback.CompactReader;
import io.nextclick.writeback.CompactSerializer;
import io.nextclick.writeback.CompactWriter;
import io.nextclick.writeback.LayoutSnapshot;
import java.io.IOException;

/** Flink's serializer of {@link DeviceIdentity}, in the layout of {@link DeviceIdentityWriter}. */
public final class DeviceIdentitySerializer extends CompactSerializer<DeviceIdentity> {

    private static final long serialVersionUID = 1;

    /** For Flink. */
    public DeviceIdentitySerializer() {
        super(
                "identity of a device",
                DeviceIdentityWriter.VERSION,
                DeviceIdentity::new,
                Snapshot::new);
    }

    @Override
    protected void write(DeviceIdentity device, CompactWriter out) {
        DeviceIdentityWriter.write(device, out);
    }

    @Override
    protected DeviceIdentity read(CompactReader in) throws IOException {
        return DeviceIdentityReader.read(in);
    }

    /** For Flink, which makes one by its name. */
    public static final class Snapshot extends LayoutSnapshot<DeviceIdentity> {
        /** For Flink. */
        public Snapshot() {
            super(DeviceIdentitySerializer::new);
        }
    }
}
