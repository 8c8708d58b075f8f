package io.nextclick.gateway;

import io.nextclick.bound.BoundedMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A token bucket for each name: so many requests a second, and twice as many at once. At most so
 * many names are remembered; the one that was silent for longest is forgotten, and begins with a
 * full bucket. Bucket4j has no bound of names and would stand beside a cache: docs/gateway.md has
 * the figures.
 */
final class RateLimit {

    private static final int MAX_NAMES = 100_000;
    private static final double NANOS = 1e9;

    private final double perSecond;
    private final double most;
    private final LongSupplier nanos;
    private final Map<String, Bucket> buckets;

    /** What is left of a name, at a time. */
    private static final class Bucket {
        private double left;
        private long nanos;
    }

    RateLimit(double perSecond, LongSupplier nanos) {
        this(perSecond, nanos, MAX_NAMES);
    }

    RateLimit(double perSecond, LongSupplier nanos, int maxNames) {
        this.perSecond = perSecond;
        this.most = Math.max(1, 2 * perSecond);
        this.nanos = nanos;
        this.buckets = BoundedMap.byLastUse(maxNames);
    }

    /** Takes one; 0 if there was one, else the seconds after which there is one again. */
    synchronized int take(String name) {
        long now = nanos.getAsLong();
        Bucket bucket = buckets.get(name);
        if (bucket == null) {
            bucket = new Bucket();
            bucket.left = most;
            buckets.put(name, bucket);
        } else {
            bucket.left = Math.min(most, bucket.left + (now - bucket.nanos) / NANOS * perSecond);
        }
        bucket.nanos = now;
        if (bucket.left >= 1) {
            bucket.left--;
            return 0;
        }
        return (int) Math.ceil((1 - bucket.left) / perSecond);
    }

    /** Names that are remembered. */
    synchronized int names() {
        return buckets.size();
    }
}
