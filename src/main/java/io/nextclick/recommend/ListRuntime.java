package io.nextclick.recommend;

import io.nextclick.blend.Policy;

/** What the answering of requests needs of the operator. */
interface ListRuntime {

    /** What is counted, each with its metric. */
    enum Count {
        REQUESTS("requests"),
        LISTS("lists"),
        INCOMPLETE("incompleteLists"),
        FALLBACK("fallbackLists"),
        SUPERSEDED("supersededRequests"),
        EMPTY("emptyLists"),
        WITHDRAWN("withdrawnLists"),
        STALE("staleAnswers"),
        ORPHANED("orphanedAnswers"),
        EXAMPLES("learntExamples"),
        OUTCOMES("learntOutcomes"),
        TIMES_SPENT("timesSpent");

        final String metric;

        Count(String metric) {
            this.metric = metric;
        }
    }

    /** Processing time, ms. */
    long nowMillis();

    /** Has the current person woken at a time of the processing clock; a restart forgets it. */
    void wakeAt(long millis);

    /** Takes that back. */
    void sleepAt(long millis);

    /** Emits a list. */
    void emit(RecommendationList list);

    /** Emits what a blend learnt. */
    void contribute(Policy contribution);

    /** Counts one. */
    void count(Count what);
}
