package io.nextclick.catalogue;

/**
 * What is remembered of an item of the catalogue. Stored: its fields are part of every savepoint.
 */
public final class CataloguedItem {

    /** When it was known first, ms since the epoch; 0 if it is not known yet. */
    public long firstSeenMillis;

    /** The newest time of change that a record named, ms since the epoch; 0 if none did. */
    public long updatedAtMillis;

    /** True if the newest record removed it. */
    public boolean removed;

    /** For Flink's serializer. */
    public CataloguedItem() {}
}
