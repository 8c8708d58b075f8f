package io.nextclick.contract;

import io.nextclick.avro.SegmentMembership;
import io.nextclick.codec.CodecSettings;

/** Reads the memberships that the job writes. Not thread-safe. */
public final class SegmentReader {

    private final OwnRecords<SegmentMembership> decoder;

    /** A reader of single-object encoding by the current contract and its released versions. */
    public SegmentReader() {
        this(CodecSettings.DEFAULT);
    }

    /** A reader of what a job writes with such settings. */
    public SegmentReader(CodecSettings codec) {
        this.decoder = new OwnRecords<>(SegmentMembership.getClassSchema(), codec);
    }

    /**
     * Reads one record.
     *
     * @throws IllegalArgumentException if the bytes are none
     */
    public ReadMembership read(byte[] value) {
        SegmentMembership membership = decoder.decode(value);
        return new ReadMembership(
                membership.getPersonId(), membership.getRuleId(), membership.getSegment());
    }

    /**
     * A membership.
     *
     * @param personId whose
     * @param ruleId rule that decided it
     * @param segment name of the segment
     */
    public record ReadMembership(String personId, String ruleId, String segment) {}
}
