package io.nextclick.identity;

import java.time.Duration;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The keyed state of the identification: one {@link DeviceIdentity} a device. */
final class DeviceIdentityState {

    private DeviceIdentityState() {}

    /**
     * The state's descriptor.
     *
     * @param ttl how long a device is remembered after the last write
     */
    static ValueStateDescriptor<DeviceIdentity> descriptor(Duration ttl) {
        var descriptor =
                new ValueStateDescriptor<>(
                        "device-identity", TypeInformation.of(DeviceIdentity.class));
        descriptor.enableTimeToLive(StateTtlConfig.newBuilder(ttl).build());
        return descriptor;
    }
}
