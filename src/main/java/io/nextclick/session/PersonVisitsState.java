package io.nextclick.session;

import java.time.Duration;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The keyed state of the stitching: one {@link PersonVisits} a person. */
final class PersonVisitsState {

    private PersonVisitsState() {}

    /**
     * The state's descriptor.
     *
     * @param ttl how long a person is remembered after the last write
     */
    static ValueStateDescriptor<PersonVisits> descriptor(Duration ttl) {
        var descriptor =
                new ValueStateDescriptor<>("person-visits", TypeInformation.of(PersonVisits.class));
        descriptor.enableTimeToLive(StateTtlConfig.newBuilder(ttl).build());
        return descriptor;
    }
}
