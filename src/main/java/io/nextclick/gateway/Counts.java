package io.nextclick.gateway;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What is counted, for {@code /metrics}. Names and labels are few and have no ids. */
final class Counts {

    private static final String PREFIX = "nextclick_gateway_";

    private final Map<String, LongAdder> byName = new ConcurrentHashMap<>();

    /** Adds one to a counter. */
    void add(String name) {
        add(name, 1);
    }

    void add(String name, long more) {
        byName.computeIfAbsent(name, each -> new LongAdder()).add(more);
    }

    /** Adds one to a counter with a label. */
    void add(String name, String label, String value) {
        add(name(name, label, value));
    }

    /** What a counter with a label is called, for {@link #add(String)}. */
    static String name(String name, String label, String value) {
        return "%s{%s=\"%s\"}".formatted(name, label, value);
    }

    /** Counts an answer of a route, and how long it took. */
    void answered(Route route, int status, long nanos) {
        add(
                "requests_total{method=\"%s\",path=\"%s\",status=\"%d\"}"
                        .formatted(route.method(), route.path(), status));
        add("request_micros_total{path=\"%s\"}".formatted(route.path()), nanos / 1_000);
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
