package io.nextclick.segment;

/**
 * The bytes of a {@link PersonTriggers}: each text once, each event once, times as differences, all
 * numbers in as many bytes as they need. What rules hold of events are places in the list of
 * events, which begins with the log. An event that rules hold only for its time and id is written
 * as these. The first byte is the version of this layout. {@link PersonTriggersWriter} writes it,
 * and {@link PersonTriggersReader} reads it.
 */
final class PersonTriggersCodec {

    static final int VERSION = 4;

    /** Kinds of progress, below the difference of the slot; with a partition value or without. */
    static final int COUNT = 0;

    static final int CHAIN = 1;
    static final int NFA = 2;
    static final int KIND_MASK = 3;
    static final int PARTITION = 4;
    static final int PARTIAL_BITS = 3;

    /** How the present state is written: not known, the settled one, or by itself. */
    static final int UNKNOWN = 0;

    static final int SETTLED = 1;
    static final int WRITTEN = 2;

    private PersonTriggersCodec() {}
}
