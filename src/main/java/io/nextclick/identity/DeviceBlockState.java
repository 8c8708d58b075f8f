package io.nextclick.identity;

import java.time.Duration;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The keyed state of the matching: one {@link DeviceBlock} a network. */
final class DeviceBlockState {

    private DeviceBlockState() {}

    /**
     * The state's descriptor.
     *
     * @param ttl how long a network is remembered after the last write
     */
    static ValueStateDescriptor<DeviceBlock> descriptor(Duration ttl) {
        var descriptor =
                new ValueStateDescriptor<>("device-block", TypeInformation.of(DeviceBlock.class));
        descriptor.enableTimeToLive(StateTtlConfig.newBuilder(ttl).build());
        return descriptor;
    }
}
