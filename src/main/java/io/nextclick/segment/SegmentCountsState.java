package io.nextclick.segment;

import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The keyed state of the counting: one {@link SegmentCounts} a rule. */
final class SegmentCountsState {

    private SegmentCountsState() {}

    /** The state's descriptor; a TTL would lose members, so a timer removes what has none. */
    static ValueStateDescriptor<SegmentCounts> descriptor() {
        return new ValueStateDescriptor<>(
                "segment-counts", TypeInformation.of(SegmentCounts.class));
    }
}
