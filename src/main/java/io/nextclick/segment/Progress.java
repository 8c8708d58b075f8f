package io.nextclick.segment;

/** How far the pattern of a rule has come for a person. Values: a plan never changes one. */
interface Progress {

    /** When passing time alone may complete a match; {@link Long#MAX_VALUE} for never. */
    long actsAtMillis();

    /** When passing time alone has ended all of it. */
    long endsAtMillis();

    /** The events that it holds. */
    Iterable<Seen> events();
}
