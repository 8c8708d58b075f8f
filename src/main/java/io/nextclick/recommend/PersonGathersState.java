package io.nextclick.recommend;

import java.time.Duration;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The keyed state of the list making: one {@link PersonGathers} a person with open requests. */
final class PersonGathersState {

    /** A timer closes every gather long before; this bounds what a lost timer would leave. */
    private static final Duration TTL = Duration.ofHours(1);

    private PersonGathersState() {}

    static ValueStateDescriptor<PersonGathers> descriptor() {
        var descriptor =
                new ValueStateDescriptor<>(
                        "person-gathers", TypeInformation.of(PersonGathers.class));
        descriptor.enableTimeToLive(StateTtlConfig.newBuilder(TTL).build());
        return descriptor;
    }
}
