package io.nextclick.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Metrics in Prometheus' text format 0.0.4. What it writes can be read whatever the labels hold: a
 * family has its samples together, a series is there once, and a family without samples is not
 * there.
 */
final class Exposition {

    /** What the format is called. */
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Map<String, Family> families = new LinkedHashMap<>();

    /** What a family of metrics counts or measures. */
    enum Type {
        COUNTER("counter"),
        GAUGE("gauge");

        private final String word;

        Type(String word) {
            this.word = word;
        }
    }

    /** Series of one name. */
    static final class Family {

        private final String header;
        private final Map<String, String> samples = new LinkedHashMap<>();

        private Family(String header) {
            this.header = header;
        }

        /**
         * Adds a sample; the first one of a series counts. A number that is none is not known, and
         * left out.
         *
         * @param labels names and values in turn
         */
        Family add(double value, String... labels) {
            return Double.isNaN(value) ? this : add(number(value), Exposition.labels(labels));
        }

        /** Adds a sample of a whole number. */
        Family add(long value, String... labels) {
            return add(Long.toString(value), Exposition.labels(labels));
        }

        /** Adds a sample whose labels are written. */
        Family add(String value, String labels) {
            samples.putIfAbsent(labels, value);
            return this;
        }
    }

    /**
     * The family of a name, made at the first call.
     *
     * @param help what it is, in a line
     */
    Family family(String name, Type type, String help) {
        return families.computeIfAbsent(
                name,
                each ->
                        new Family(
                                "# HELP %1$s %2$s\n# TYPE %1$s %3$s\n"
                                        .formatted(each, help, type.word)));
    }

    Family counter(String name, String help) {
        return family(name, Type.COUNTER, help);
    }

    Family gauge(String name, String help) {
        return family(name, Type.GAUGE, help);
    }

    /** Labels as they stand behind a name; nothing if there are none. */
    static String labels(String... namesAndValues) {
        if (namesAndValues.length == 0) {
            return "";
        }
        List<String> labels = new ArrayList<>();
        for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
            labels.add(namesAndValues[i] + "=\"" + escaped(namesAndValues[i + 1]) + '"');
        }
        return '{' + String.join(",", labels) + '}';
    }

    /** What would end a label's value or its line is written so that it does not. */
    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String number(double value) {
        return Double.isInfinite(value) ? (value > 0 ? "+Inf" : "-Inf") : Double.toString(value);
    }

    /** All of it. */
    String text() {
        StringBuilder text = new StringBuilder();
        families.forEach(
                (name, family) -> {
                    if (!family.samples.isEmpty()) {
                        text.append(family.header);
                        family.samples.forEach(
                                (labels, value) ->
                                        text.append(name)
                                                .append(labels)
                                                .append(' ')
                                                .append(value)
                                                .append('\n'));
                    }
                });
        return text.toString();
    }
}
