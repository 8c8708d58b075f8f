package io.nextclick.segment;

/**
 * How far a rule has come for a person. A value.
 *
 * @param slot number of the rule
 * @param partition value of the rule's partition field, empty for a rule without one
 * @param progress how far
 */
record Partial(int slot, String partition, Progress progress) {

    /** Order of partial matches in a state: by slot, then partition. */
    int compareTo(int otherSlot, String otherPartition) {
        int bySlot = Integer.compare(slot, otherSlot);
        return bySlot != 0 ? bySlot : partition.compareTo(otherPartition);
    }
}
