package io.nextclick.cli;

import io.nextclick.rule.Rule;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a back-test found, for people, and in one last line for scripts. A figure of which nothing
 * was measured is {@code -}, or null.
 *
 * @param rules the rules that were tested
 * @param log the log
 * @param with the run with the rules
 * @param without the run without any
 */
record BackTestReport(
        List<Rule> rules, LogToTest log, BackTest.Result with, BackTest.Result without) {

    private static final List<String> HEADER =
            List.of(
                    "rule",
                    "version",
                    "persons",
                    "entries",
                    "refreshes",
                    "exits",
                    "in at the end",
                    "pending",
                    "first match",
                    "last match");

    /** Prints it. */
    void print(PrintStream out) {
        out.println();
        out.println(
                String.format(
                        Locale.ROOT,
                        "%,d events from %s to %s, %,d of them repeated; %,d lines of the log are"
                                + " none",
                        log.events(),
                        time(log.oldestMillis()),
                        time(log.newestMillis()),
                        log.events() - with.events(),
                        log.skipped()));
        out.println();
        List<List<String>> table = new ArrayList<>();
        table.add(HEADER);
        for (Rule rule : rules) {
            table.add(row(rule));
        }
        printTable(table, out);
        out.println();
        out.println(
                "Entries, refreshes and exits are of memberships: a rule with a partition has one"
                        + " for each value. Refreshes count as they are emitted.");
        out.println(
                "Pending: would enter after the end of the log if nothing more happened; not among"
                        + " the entries.");
        long span = log.newestMillis() - log.oldestMillis();
        for (Rule rule : rules) {
            if (rule.pattern().withinMillis() > span
                    && rule.pattern().stages().stream().anyMatch(stage -> stage.absent())) {
                out.println(
                        "%s waits %s, which the log of %s is too short for."
                                .formatted(
                                        rule.ruleId(),
                                        length(rule.pattern().withinMillis()),
                                        length(span)));
            }
        }
        out.println();
        out.println(cost());
        out.println(json());
    }

    private RuleTally.Row of(Rule rule) {
        return with.rows().getOrDefault(rule.ruleKey(), RuleTally.Row.none(rule.ruleKey()));
    }

    private List<String> row(Rule rule) {
        RuleTally.Row row = of(rule);
        boolean matched = row.entries() > 0;
        return List.of(
                rule.ruleId(),
                String.valueOf(rule.version()),
                number(row.persons()),
                number(row.entries()),
                number(row.refreshes()),
                number(row.exits()),
                number(row.members()),
                number(row.pending()),
                matched ? time(row.firstMillis()) : "-",
                matched ? time(row.lastMillis()) : "-");
    }

    /** As a table of Markdown, so that it can go into a document as it is. */
    private static void printTable(List<List<String>> table, PrintStream out) {
        int columns = HEADER.size();
        int[] widths = new int[columns];
        for (List<String> row : table) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (int line = 0; line < table.size(); line++) {
            StringBuilder text = new StringBuilder("|");
            for (int i = 0; i < columns; i++) {
                String format = i == 0 ? " %-" + widths[i] + "s |" : " %" + widths[i] + "s |";
                text.append(format.formatted(table.get(line).get(i)));
            }
            out.println(text);
            if (line == 0) {
                StringBuilder rule = new StringBuilder("|");
                for (int i = 0; i < columns; i++) {
                    rule.append(i == 0 ? " " : "-").append("-".repeat(widths[i]));
                    rule.append(i == 0 ? " |" : ":|");
                }
                out.println(rule);
            }
        }
    }

    private String cost() {
        return String.format(
                Locale.ROOT,
                "Cost: the task of the person stage took %s µs of processor time an event with"
                        + " these %d rules and %s without any, so %s for the set, the reading of"
                        + " its input and this count included. One run each; %s and %s events a"
                        + " second through the whole way from log to segments, on the heap, one task"
                        + " each.",
                figure("%.1f", with.cpuMicrosPerEvent(), "-"),
                rules.size(),
                figure("%.1f", without.cpuMicrosPerEvent(), "-"),
                figure("%.1f", with.cpuMicrosPerEvent() - without.cpuMicrosPerEvent(), "-"),
                figure("%,.0f", with.eventsPerSecond(), "-"),
                figure("%,.0f", without.eventsPerSecond(), "-"));
    }

    private String json() {
        StringBuilder json = new StringBuilder();
        json.append(
                String.format(
                        Locale.ROOT,
                        "{\"events\":%d,\"cpu_us_per_event\":%s,"
                                + "\"cpu_us_per_event_without_rules\":%s,\"rules\":[",
                        with.events(),
                        figure("%.2f", with.cpuMicrosPerEvent(), "null"),
                        figure("%.2f", without.cpuMicrosPerEvent(), "null")));
        for (int i = 0; i < rules.size(); i++) {
            RuleTally.Row row = of(rules.get(i));
            // An id has no character that JSON would quote.
            json.append(i == 0 ? "" : ",")
                    .append(
                            String.format(
                                    Locale.ROOT,
                                    "{\"rule_id\":\"%s\",\"site\":\"%s\",\"version\":%d,"
                                            + "\"persons\":%d,\"entries\":%d,\"refreshes\":%d,"
                                            + "\"exits\":%d,\"in\":%d,\"pending\":%d}",
                                    rules.get(i).ruleId(),
                                    rules.get(i).site(),
                                    rules.get(i).version(),
                                    row.persons(),
                                    row.entries(),
                                    row.refreshes(),
                                    row.exits(),
                                    row.members(),
                                    row.pending()));
        }
        return json.append("]}").toString();
    }

    private static String figure(String format, double figure, String notMeasured) {
        return Double.isNaN(figure) ? notMeasured : String.format(Locale.ROOT, format, figure);
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String length(long millis) {
        Duration length = Duration.ofMillis(millis);
        if (length.compareTo(Duration.ofDays(1)) < 0) {
            return length.toHours() + " h " + length.toMinutesPart() + " min";
        }
        return length.toDays() + " d " + length.toHoursPart() + " h";
    }
}
