package io.nextclick.gateway;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/** What is counted, for {@code /metrics}. Names and labels are few and have no ids. */
final class Counts {

    /** What all metrics of the gateway itself begin with. */
    static final String PREFIX = "nextclick_gateway_";

    /** What each counter is; a counter that is not here would have no line of help. */
    static final Map<String, String> HELP =
            Map.ofEntries(
                    Map.entry("events_accepted_total", "Events that the broker has."),
                    Map.entry("events_rejected_total", "Events that were refused, by reason."),
                    Map.entry("events_total", "Events that came."),
                    Map.entry("events_undelivered_total", "Events that the broker may not have."),
                    Map.entry("lists_total", "Lists that were answered with, by kind."),
                    Map.entry("request_micros_total", "Time of all answers in us, by path."),
                    Map.entry("requests_total", "Answers by method, path and status."),
                    Map.entry("streams_cut_total", "Streams closed since nobody read them."),
                    Map.entry("tokens_total", "Tokens of lists in events, by result."),
                    Map.entry("users_total", "Events that name a user, by result."),
                    Map.entry("view_kept_total", "Times that the view was kept."),
                    Map.entry("view_records_total", "Records that were read, by topic."),
                    Map.entry("view_refused_total", "Records not of their contract, by topic."));

    private final Map<String, LongAdder> byName = new ConcurrentHashMap<>();

    /** Adds one to a counter. */
    void add(String name) {
        counter(name).increment();
    }

    private LongAdder counter(String name) {
        return byName.computeIfAbsent(name, each -> new LongAdder());
    }

    /** Adds one to a counter with a label. */
    void add(String name, String label, String value) {
        add(name(name, label, value));
    }

    /** What a counter with a label is called, for {@link #add(String)}. */
    static String name(String name, String label, String value) {
        return name + Exposition.labels(label, value);
    }

    /** The counters of a route's answers. */
    Answers of(Route route) {
        return new Answers(route);
    }

    /** Counts answers of a route. Each counter is looked up once. */
    final class Answers {

        private static final int MAX_STATUS = 600;

        private final Route route;
        private final LongAdder micros;

        /** By status, as they come: whoever looks a counter up finds the same. */
        private final AtomicReferenceArray<LongAdder> byStatus =
                new AtomicReferenceArray<>(MAX_STATUS);

        private Answers(Route route) {
            this.route = route;
            this.micros = counter(name("request_micros_total", "path", route.path()));
        }

        /** Counts an answer, and how long it took. */
        void answered(int status, long nanos) {
            LongAdder count = byStatus.get(status);
            if (count == null) {
                count =
                        counter(
                                "requests_total"
                                        + Exposition.labels(
                                                "method",
                                                route.method(),
                                                "path",
                                                route.path(),
                                                "status",
                                                Integer.toString(status)));
                byStatus.set(status, count);
            }
            count.increment();
            micros.add(nanos / 1_000);
        }
    }

    long get(String name) {
        LongAdder adder = byName.get(name);
        return adder == null ? 0 : adder.sum();
    }

    /** Adds all counters. */
    void expose(Exposition into) {
        for (String name : byName.keySet().stream().sorted().toList()) {
            int brace = name.indexOf('{');
            String of = brace < 0 ? name : name.substring(0, brace);
            into.counter(PREFIX + of, HELP.getOrDefault(of, of))
                    .add(Long.toString(get(name)), name.substring(of.length()));
        }
    }
}
