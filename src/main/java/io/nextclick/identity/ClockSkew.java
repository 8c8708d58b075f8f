package io.nextclick.identity;

/** Whether the clock of a device is wrong. Stored. */
public final class ClockSkew {

    /** Events in a row that are too far from their arrival, by about as much. */
    public int events;

    /** The least and most of that, ms. */
    public long leastMillis;

    public long mostMillis;
    public boolean reported;

    /** For Flink's serializer. */
    public ClockSkew() {}

    /**
     * Counts events that are far from their arrival.
     *
     * @param skewMillis arrival less event time
     * @param enough so many in a row show that the clock is wrong
     * @param allowedMillis how far an event may be, and how much the distances may differ
     * @return true once for a device whose clock is wrong
     */
    boolean note(long skewMillis, int enough, long allowedMillis) {
        if (Math.abs(skewMillis) <= allowedMillis) {
            events = 0;
            return false;
        }
        long least = events == 0 ? skewMillis : Math.min(leastMillis, skewMillis);
        long most = events == 0 ? skewMillis : Math.max(mostMillis, skewMillis);
        // Kept back without a network, events arrive at once and so each with another delay.
        boolean steady = most - least <= allowedMillis;
        leastMillis = steady ? least : skewMillis;
        mostMillis = steady ? most : skewMillis;
        events = steady ? Math.min(events + 1, enough) : 1;
        if (events < enough || reported) {
            return false;
        }
        reported = true;
        return true;
    }
}
