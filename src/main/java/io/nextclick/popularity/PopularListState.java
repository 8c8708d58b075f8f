package io.nextclick.popularity;

import java.time.Duration;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The keyed state of the popularity: one {@link PopularList} a site or category. */
final class PopularListState {

    private PopularListState() {}

    /**
     * The state's descriptor.
     *
     * @param ttl how long a list is kept after the last write
     */
    static ValueStateDescriptor<PopularList> descriptor(Duration ttl) {
        var descriptor =
                new ValueStateDescriptor<>("popular-list", TypeInformation.of(PopularList.class));
        descriptor.enableTimeToLive(StateTtlConfig.newBuilder(ttl).build());
        return descriptor;
    }
}
