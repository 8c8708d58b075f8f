package io.nextclick.blend;

/**
 * What a list as a whole is made for. A signal's weight is its weight in {@link #ALWAYS} and, times
 * the value of each other context, its weight in that: what a signal is worth depends on how far
 * the visit is and how much is known of the current item. All of a list's candidates have the same
 * contexts, so that they cost one small matrix product a list and nothing a candidate.
 *
 * <p>Values are logarithms, scaled to less than one: the scale is how fast they are learnt. The
 * names are those of the contract.
 */
public enum Context {
    /** 1 for every list. */
    ALWAYS,
    /** Logarithm of the visit's steps, a quarter. */
    DEPTH,
    /** Logarithm of the current item's visits, a tenth. */
    VISITS,
    /** How often this visit stayed at its item, by its steps. */
    STAYED,
    /** How often this visit came back to an item that it had left, by its steps. */
    CAME_BACK;

    /** How many there are. */
    public static final int COUNT = values().length;

    /** Its place in a list's context. */
    @SuppressWarnings("EnumOrdinal")
    public int place() {
        return ordinal();
    }
}
