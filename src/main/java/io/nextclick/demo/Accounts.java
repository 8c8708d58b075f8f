package io.nextclick.demo;

import io.nextclick.event.ReasonCode;
import io.nextclick.graph.OperatorIds;
import io.nextclick.writeback.StateAccess;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** What became of every event, from the job's own counters. */
final class Accounts {

    private static final String RECORDS_IN = "numRecordsIn";
    private static final List<String> KEYED =
            List.of(
                    OperatorIds.MATCH_DEVICES,
                    OperatorIds.DEVICE_STAGE,
                    OperatorIds.PERSON_STAGE,
                    OperatorIds.UPDATE_SIMILARITY,
                    OperatorIds.RANK_POPULAR,
                    OperatorIds.RECOMMEND);

    private final JobMetrics metrics;

    Accounts(JobMetrics metrics) {
        this.metrics = metrics;
    }

    /** Records of events that the job has read. */
    long read() {
        return metrics.sum(OperatorIds.DECODE_EVENTS, RECORDS_IN);
    }

    /** Events that were valid and new, as the identification has seen them. */
    long accepted() {
        return metrics.sum(OperatorIds.IDENTIFY, "events");
    }

    /** Records refused, by reason; reasons without any are left out. Bots are not refused. */
    Map<ReasonCode, Long> rejected() {
        Map<ReasonCode, Long> byReason = new EnumMap<>(ReasonCode.class);
        for (ReasonCode reason : ReasonCode.values()) {
            String operator =
                    reason.isDeadLetter() ? OperatorIds.DECODE_EVENTS : OperatorIds.CHECK_QUALITY;
            long count = metrics.sum(operator, ReasonCode.METRIC_GROUP + '.' + reason.name());
            if (count > 0) {
                byReason.put(reason, count);
            }
        }
        return byReason;
    }

    long rejectedSum() {
        return rejected().values().stream().mapToLong(Long::longValue).sum();
    }

    /** Events of bots, which are answered but not learnt from. */
    long bots() {
        return metrics.sum(
                OperatorIds.STITCH_SESSION, ReasonCode.METRIC_GROUP + '.' + ReasonCode.BOT.name());
    }

    /** Lists that the job has made. */
    long lists() {
        return metrics.sum(OperatorIds.RECOMMEND, "lists");
    }

    /**
     * Events that the job still has to work on.
     *
     * @param sent events sent so far
     */
    long backlog(long sent) {
        long addressed = metrics.sum(OperatorIds.ADDRESS_REQUESTS, "numRecordsOut");
        long done =
                lists()
                        + superseded()
                        + metrics.sum(OperatorIds.RECOMMEND, "emptyLists")
                        + metrics.sum(OperatorIds.RECOMMEND, "withdrawnLists")
                        + metrics.sum(OperatorIds.RECOMMEND, "timesSpent");
        return (sent - accepted() - rejectedSum()) + (addressed - done);
    }

    /** Requests that a newer one of the same person has overtaken. */
    long superseded() {
        return metrics.sum(OperatorIds.RECOMMEND, "supersededRequests");
    }

    /** Messages between operators that are partitioned by key, for each accepted event. */
    OptionalDouble messagesPerEvent() {
        long messages = KEYED.stream().mapToLong(id -> metrics.sum(id, RECORDS_IN)).sum();
        return perEvent(messages);
    }

    /** Reads and writes of keyed state, for each accepted event. */
    OptionalDouble stateAccessesPerEvent() {
        return perEvent(metrics.sum(StateAccess.READS) + metrics.sum(StateAccess.WRITES));
    }

    private OptionalDouble perEvent(long count) {
        long events = accepted();
        return events == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) count / events);
    }

    /** One line that shows where every event went. */
    String inWords() {
        String reasons =
                rejected().entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(" "));
        return "in=%d = accepted=%d + rejected=%d%s"
                .formatted(
                        read(),
                        accepted(),
                        rejectedSum(),
                        reasons.isEmpty() ? "" : " (" + reasons + ")");
    }
}
