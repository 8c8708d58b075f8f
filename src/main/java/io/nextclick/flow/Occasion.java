package io.nextclick.flow;

/** Why a {@link PersonEvent} is sent. */
public enum Occasion {
    /** The event happened. */
    EVENT,
    /** Nothing happened, and a rule asks for a list. */
    REMINDER,
    /** A history came or went, so the list is made anew. */
    REVISION,
    /** Nothing is left of the person, so their list is withdrawn. */
    WITHDRAWAL,
    /** A history came or went; nothing is asked, since an event comes next or nothing is known. */
    MOVE,
    /** The event is taught with another visit so far than when it happened. */
    ACCUMULATION,
    /** What such an event taught is taken back. */
    RETRACTION;

    /** True if nothing but items is to learn of it. */
    public boolean isOfItems() {
        return this == ACCUMULATION || this == RETRACTION;
    }

    /** True if a history has changed hands. */
    public boolean isMove() {
        return this == REVISION || this == WITHDRAWAL || this == MOVE;
    }
}
