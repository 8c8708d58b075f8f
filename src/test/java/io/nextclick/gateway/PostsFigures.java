package io.nextclick.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What is said of posted events, and of those beside them that went straight to the broker. */
final class PostsFigures {

    /** Of an event that nobody answers. */
    static final CompletableFuture<Answered> NOBODY =
            CompletableFuture.completedFuture(new Answered(0, false, false));

    /** How long a request waits for its list. */
    private static final double WAIT_MILLIS = 300;

    private final BenchLists lists;
    private final Map<String, Object> figures = new LinkedHashMap<>();

    PostsFigures(BenchLists lists) {
        this.lists = lists;
    }

    /**
     * An event that was sent.
     *
     * @param dueNanos when it was due
     */
    record Sent(String id, long dueNanos, CompletableFuture<Answered> answered) {}

    /**
     * An answer.
     *
     * @param fresh true if it is the list that the event made
     */
    record Answered(long nanos, boolean taken, boolean fresh) {}

    Map<String, Object> of(List<Sent> posted, List<Sent> direct) {
        List<Double> answers = new ArrayList<>();
        int fresh = 0;
        int refused = 0;
        int missed = 0;
        for (Sent each : posted) {
            Answered answered = each.answered().join();
            answers.add(millis(each, answered.nanos()));
            fresh += answered.fresh() ? 1 : 0;
            refused += answered.taken() ? 0 : 1;
            long list = lists.nanosOf(each.id());
            boolean inTime = list >= 0 && millis(each, list) < WAIT_MILLIS;
            missed += answered.taken() && !answered.fresh() && inTime ? 1 : 0;
        }
        figures.put("posts", posted.size());
        figures.put("posts_refused", refused);
        figures.put(
                "posts_fresh", String.format(Locale.ROOT, "%.4f", (double) fresh / posted.size()));
        figures.put("posts_not_fresh_with_list_in_time", missed);
        put("post", answers);
        put("post_to_list", toLists(posted));
        put("direct_to_list", toLists(direct));
        return figures;
    }

    private List<Double> toLists(List<Sent> sent) {
        List<Double> millis = new ArrayList<>();
        for (Sent each : sent) {
            long list = lists.nanosOf(each.id());
            if (list >= 0) {
                millis.add(millis(each, list));
            }
        }
        return millis;
    }

    private static double millis(Sent sent, long nanos) {
        return (nanos - sent.dueNanos()) / 1e6;
    }

    private void put(String name, List<Double> millis) {
        List<Double> sorted = millis.stream().sorted().toList();
        for (int percent : List.of(50, 99)) {
            int at = (int) Math.ceil(percent / 100.0 * sorted.size()) - 1;
            figures.put(
                    "%s_p%d_ms".formatted(name, percent),
                    String.format(Locale.ROOT, "%.1f", sorted.get(Math.max(0, at))));
        }
    }
}
