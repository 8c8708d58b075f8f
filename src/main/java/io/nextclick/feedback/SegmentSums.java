package io.nextclick.feedback;

/** What is counted of the lists of one segment. Stored: its fields are part of every savepoint. */
public final class SegmentSums extends FeedbackSums {

    public String segment = "";

    /** For Flink's serializer. */
    public SegmentSums() {}
}
