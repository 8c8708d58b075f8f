package io.nextclick.alarm;

/** A part of a series: what of its count has something in common, as the type or page. */
public final class SeriesPart {

    final String name;

    /** Counted and not judged yet. */
    long count;

    /** Counts a minute: of the last half hour without an alarm, and of the last two minutes. */
    float usual;

    float recent;

    SeriesPart(String name) {
        this.name = name;
    }
}
