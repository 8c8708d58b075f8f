package io.nextclick.gateway;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/** What is counted, for {@code /metrics}. Names and labels are few and have no ids. */
final class Counts {

    private static final String PREFIX = "nextclick_gateway_";

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
        return "%s{%s=\"%s\"}".formatted(name, label, value);
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
            this.micros = counter("request_micros_total{path=\"%s\"}".formatted(route.path()));
        }

        /** Counts an answer, and how long it took. */
        void answered(int status, long nanos) {
            LongAdder count = byStatus.get(status);
            if (count == null) {
                count =
                        counter(
                                "requests_total{method=\"%s\",path=\"%s\",status=\"%d\"}"
                                        .formatted(route.method(), route.path(), status));
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

    /** All counters in Prometheus' text format. */
    String text() {
        StringBuilder text = new StringBuilder();
        String family = "";
        for (String name : byName.keySet().stream().sorted().toList()) {
            int brace = name.indexOf('{');
            String of = brace < 0 ? name : name.substring(0, brace);
            if (!of.equals(family)) {
                family = of;
                text.append("# TYPE ").append(PREFIX).append(of).append(" counter\n");
            }
            text.append(PREFIX).append(name).append(' ').append(get(name)).append('\n');
        }
        return text.toString();
    }
}
