package io.nextclick.rehearse;

import io.nextclick.event.Surface;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** What a rehearsal showed, as a page of text and one of HTML. */
final class Report {

    static final String TEXT = "rehearsal.txt";
    static final String HTML = "rehearsal.html";

    private static final String NOT_MEASURED = "–";

    private final List<Section> sections = new ArrayList<>();

    /** A table with its heading. */
    private record Section(String title, List<String> columns, List<List<String>> rows) {}

    /** Takes in what is known of the job otherwise. */
    void facts(Path file) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            int tab = line.indexOf('\t');
            if (tab > 0) {
                rows.add(List.of(line.substring(0, tab), line.substring(tab + 1)));
            }
        }
        sections.add(new Section("The rehearsed job", List.of("", ""), rows));
    }

    /** Takes in what it did differently. */
    void compared(Comparison comparison) {
        List<List<String>> lists = new ArrayList<>();
        comparison.lists().forEach((surface, each) -> lists.add(row(surface, each)));
        String leftOut =
                comparison.leftOut() == 0
                        ? ""
                        : "; %,d more left out".formatted(comparison.leftOut());
        sections.add(
                new Section(
                        "Lists of the same event" + leftOut,
                        List.of(
                                "surface",
                                "live",
                                "rehearsed",
                                "of both",
                                "overlap at 20",
                                "equal"),
                        lists));
        List<List<String>> memberships = new ArrayList<>();
        comparison.memberships().forEach((segment, each) -> memberships.add(row(segment, each)));
        sections.add(
                new Section(
                        "Persons whose membership changed",
                        List.of(
                                "segment",
                                "the same at last",
                                "not the same",
                                "by the live job alone",
                                "by the rehearsed alone"),
                        memberships));
        sections.add(
                new Section(
                        "From event to list, ms, once both were at the same events",
                        List.of("job", "lists", "p50", "p99"),
                        List.of(
                                row("live", comparison.live()),
                                row("rehearsed", comparison.rehearsed()))));
    }

    private static List<String> row(Surface surface, Comparison.Lists lists) {
        return List.of(
                surface.label(),
                number(lists.live),
                number(lists.rehearsed),
                number(lists.both),
                share(lists.overlap, lists.both),
                share((double) lists.same, lists.both));
    }

    private static List<String> row(String segment, Comparison.Memberships memberships) {
        return List.of(
                segment,
                number(memberships.agreed),
                number(memberships.differed),
                number(memberships.liveOnly),
                number(memberships.rehearsedOnly));
    }

    private static List<String> row(String job, Histogram delays) {
        boolean any = delays.getTotalCount() > 0;
        return List.of(
                job,
                number(delays.getTotalCount()),
                any ? number(delays.getValueAtPercentile(50)) : NOT_MEASURED,
                any ? number(delays.getValueAtPercentile(99)) : NOT_MEASURED);
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String share(double part, long of) {
        return of == 0 ? NOT_MEASURED : String.format(Locale.ROOT, "%.3f", part / of);
    }

    /** Writes both pages into a folder and prints the text. */
    void write(Path folder, PrintStream out) throws IOException {
        String text = text();
        Files.writeString(folder.resolve(TEXT), text);
        Files.writeString(folder.resolve(HTML), html());
        out.print(text);
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (Section section : sections) {
            text.append(section.title()).append('\n');
            List<List<String>> lines = new ArrayList<>();
            if (!section.columns().get(0).isEmpty()) {
                lines.add(section.columns());
            }
            lines.addAll(section.rows());
            int[] widths = new int[section.columns().size()];
            for (List<String> line : lines) {
                for (int i = 0; i < widths.length; i++) {
                    widths[i] = Math.max(widths[i], line.get(i).length());
                }
            }
            for (List<String> line : lines) {
                text.append(' ');
                for (int i = 0; i < widths.length; i++) {
                    boolean left = i == 0 || section.columns().get(0).isEmpty();
                    text.append(' ').append(left ? "" : " ");
                    text.append(
                            String.format("%" + (left ? "-" : "") + widths[i] + "s", line.get(i)));
                }
                text.setLength(text.toString().stripTrailing().length());
                text.append('\n');
            }
            text.append(section.rows().isEmpty() ? "  none\n\n" : "\n");
        }
        return text.toString();
    }

    private String html() {
        StringBuilder html = new StringBuilder(4_096);
        html.append("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n");
        html.append("<title>Rehearsal</title>\n<style>\n");
        html.append("body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; ");
        html.append("max-width: 60rem; padding: 0 1rem; }\n");
        html.append("table { border-collapse: collapse; margin-bottom: 2rem; }\n");
        html.append("td, th { border-bottom: 1px solid #ccc; padding: .25rem .75rem; ");
        html.append("text-align: right; }\n");
        html.append("td:first-child, th:first-child, .facts td { text-align: left; }\n");
        html.append("</style>\n<h1>Rehearsal</h1>\n");
        for (Section section : sections) {
            boolean facts = section.columns().get(0).isEmpty();
            html.append("<h2>").append(escaped(section.title())).append("</h2>\n<table");
            html.append(facts ? " class=\"facts\">\n" : ">\n");
            if (!facts) {
                html.append(line("th", section.columns()));
            }
            section.rows().forEach(row -> html.append(line("td", row)));
            html.append("</table>\n");
        }
        return html.append("</html>\n").toString();
    }

    private static String line(String cell, List<String> texts) {
        StringBuilder line = new StringBuilder("<tr>");
        for (String text : texts) {
            line.append('<').append(cell).append('>').append(escaped(text));
            line.append("</").append(cell).append('>');
        }
        return line.append("</tr>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
