package io.nextclick.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.nextclick.bound.BoundedMap;
import java.util.Map;
import java.util.TreeMap;

/** What happened on a site in each of the last seconds. */
final class SiteSeconds {

    /** Seconds that are remembered. */
    static final int MOST = 600;

    /** The job has fewer; more of them are one. */
    private static final int MAX_REASONS = 100;

    private static final int BUCKETS = 80;
    private static final int BUCKETS_A_DOUBLING = 4;

    private final Map<Long, Second> seconds = BoundedMap.byFirstPut(MOST);

    /** Who refused: this gateway, which sends nothing on then, or the job. */
    static final String HERE = "gateway";

    static final String JOB = "job";

    private final Map<String, Map<String, Long>> rejects = new TreeMap<>();

    /** One second. */
    static final class Second {
        int events;
        int accepted;
        int rejected;
        int refusedByJob;
        int lists;
        int fresh;
        int waited;
        int hits;
        int hitTrials;

        /** Lists by how long they took, four buckets a doubling. */
        private final int[] latencies = new int[BUCKETS];

        void took(long millis) {
            double place = BUCKETS_A_DOUBLING * Math.log(millis + 1.0) / Math.log(2);
            latencies[Math.min(BUCKETS - 1, (int) place)]++;
        }

        /** The time that a share of the lists took at most, ms; -1 if there was none. */
        private double quantile(double share) {
            long all = 0;
            for (int count : latencies) {
                all += count;
            }
            long left = (long) Math.ceil(all * share);
            for (int i = 0; i < BUCKETS && all > 0; i++) {
                left -= latencies[i];
                if (left <= 0) {
                    return Math.pow(2, (i + 1) / (double) BUCKETS_A_DOUBLING) - 1;
                }
            }
            return -1;
        }
    }

    /** The second of a time; the one that came first is evicted. */
    Second at(long second) {
        return seconds.computeIfAbsent(second, each -> new Second());
    }

    void rejected(String by, String reason) {
        Map<String, Long> reasons = rejects.computeIfAbsent(by, each -> new TreeMap<>());
        boolean known = reasons.containsKey(reason) || reasons.size() < MAX_REASONS;
        reasons.merge(known ? reason : "OTHER", 1L, Long::sum);
    }

    /** Adds each of the last seconds in which something happened. */
    void write(long since, ArrayNode points) {
        seconds.forEach(
                (second, each) -> {
                    if (second >= since) {
                        points.addObject()
                                .put("second", Json.time(second * 1_000))
                                .put("events", each.events)
                                .put("accepted", each.accepted)
                                .put("rejected", each.rejected)
                                .put("refused_by_job", each.refusedByJob)
                                .put("lists", each.lists)
                                .put("p50_ms", each.quantile(0.5))
                                .put("p99_ms", each.quantile(0.99))
                                .put("fresh", each.fresh)
                                .put("waited", each.waited)
                                .put("hits", each.hits)
                                .put("hit_trials", each.hitTrials);
                    }
                });
    }

    /** Adds how many records were refused, by whom and for which reason. */
    void writeRejects(ArrayNode into) {
        rejects.forEach(
                (by, counts) ->
                        counts.forEach(
                                (reason, count) ->
                                        into.addObject()
                                                .put("by", by)
                                                .put("reason", reason)
                                                .put("count", count)));
    }
}
