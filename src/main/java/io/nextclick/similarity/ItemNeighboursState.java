package io.nextclick.similarity;

import java.time.Duration;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The keyed state of the similarity: one {@link ItemNeighbours} an item. */
final class ItemNeighboursState {

    private ItemNeighboursState() {}

    /**
     * The state's descriptor.
     *
     * @param ttl how long an item is remembered after the last write
     */
    static ValueStateDescriptor<ItemNeighbours> descriptor(Duration ttl) {
        var descriptor =
                new ValueStateDescriptor<>(
                        "item-neighbours", TypeInformation.of(ItemNeighbours.class));
        descriptor.enableTimeToLive(StateTtlConfig.newBuilder(ttl).build());
        return descriptor;
    }
}
