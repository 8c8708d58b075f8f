package io.nextclick.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.avro.SegmentMembership;
import io.nextclick.codec.AvroDecoder;
import io.nextclick.codec.AvroEncoder;
import io.nextclick.codec.CodecSettings;
import io.nextclick.segment.SegmentChange;
import io.nextclick.segment.SegmentChange.Kind;
import io.nextclick.segment.SegmentMetrics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written of segments is what a consumer reads. */
class SegmentContractsTest {

    private static SegmentChange change(Kind kind, String partition, String value) {
        return new SegmentChange(
                kind,
                "north/ann",
                "fans",
                value == null ? "fans" : "fans/" + value,
                3,
                false,
                1_000,
                2_000,
                List.of("e1", "e2"),
                partition,
                value,
                kind == Kind.ENTER ? 0 : 3);
    }

    private static <A extends SpecificRecord> A written(A record, Schema schema) throws Exception {
        byte[] bytes = new AvroEncoder<A>(schema, "topic", CodecSettings.DEFAULT).encode(record);
        return new AvroDecoder<A>(schema, CodecSettings.DEFAULT).decode(bytes);
    }

    private static SegmentMembership written(SegmentChange change) throws Exception {
        Schema schema = SegmentMembership.getClassSchema();
        var encoder = new AvroEncoder<SegmentMembership>(schema, "topic", CodecSettings.DEFAULT);
        return SegmentContract.write(change, encoder.begin())
                ? new AvroDecoder<SegmentMembership>(schema, CodecSettings.DEFAULT)
                        .decode(encoder.end())
                : null;
    }

    @ParameterizedTest
    @EnumSource(names = {"ENTER", "REFRESH"})
    void a_membership_comes_back_field_by_field(Kind kind) throws Exception {
        assertThat(written(change(kind, "category", "tea")))
                .isEqualTo(
                        new SegmentMembership(
                                "ann",
                                "fans/tea",
                                "north",
                                "fans",
                                3,
                                Instant.ofEpochMilli(1_000),
                                Instant.ofEpochMilli(2_000),
                                List.of("e1", "e2"),
                                Map.of("category", "tea")));
    }

    @Test
    void one_without_a_partition_has_no_attributes() throws Exception {
        SegmentMembership membership = written(change(Kind.ENTER, null, null));
        assertThat(membership.getSegment()).isEqualTo("fans");
        assertThat(membership.getAttributes()).isEmpty();
    }

    @Test
    void an_exit_is_a_tombstone_under_the_key_of_its_entry() throws Exception {
        SegmentChange entry = change(Kind.ENTER, "category", "tea");
        SegmentChange exit = change(Kind.EXIT, "category", "tea");
        assertThat(written(exit)).isNull();
        assertThat(exit.membershipKey()).isEqualTo("north/ann/fans%2Ftea");
        assertThat(exit.membershipKey()).isEqualTo(entry.membershipKey());
    }

    @Test
    void the_metrics_of_a_segment_come_back_field_by_field() throws Exception {
        Schema schema = io.nextclick.avro.SegmentMetrics.getClassSchema();
        SegmentMetrics metrics = new SegmentMetrics("north", "fans", 3, 60_000, 7, 4, 5, 6, -0.25);
        assertThat(written(SegmentContract.of(metrics), schema))
                .isEqualTo(
                        new io.nextclick.avro.SegmentMetrics(
                                "north",
                                "fans",
                                3,
                                Instant.ofEpochMilli(60_000),
                                7L,
                                4L,
                                5L,
                                6L,
                                -0.25));
        assertThat(metrics.ruleKey()).isEqualTo("north/fans");

        SegmentMetrics first = new SegmentMetrics("default", "fans", 1, 0, 1, 1, 0, 0, null);
        assertThat(written(SegmentContract.of(first), schema).getShift()).isNull();
        assertThat(first.ruleKey()).isEqualTo("fans");
    }
}
