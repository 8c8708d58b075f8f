package io.nextclick.demo;

import io.nextclick.contract.ListReader.ReadList;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The demo's figures in the terminal: one block that is drawn over itself, or a line now and then
 * where the output is no terminal. Drawn and said by any thread.
 */
final class StatusBlock {

    private static final int LISTED = 5;

    private final PrintStream out;
    private final boolean terminal;
    private Map<String, String> titles = Map.of();
    private int drawn;

    StatusBlock(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    boolean isTerminal() {
        return terminal;
    }

    /** Draws the lines in place of the last ones. */
    synchronized void draw(List<String> lines) {
        StringBuilder text = new StringBuilder();
        if (terminal && drawn > 0) {
            text.append("\u001b[").append(drawn).append("A\u001b[J");
        }
        for (String line : lines) {
            text.append(line).append('\n');
        }
        out.print(text);
        out.flush();
        drawn = lines.size();
    }

    /** Leaves what is drawn where it is. */
    synchronized void keep() {
        drawn = 0;
    }

    /** Prints a line that stays; the block is drawn anew below it. */
    synchronized void say(String line) {
        if (terminal && drawn > 0) {
            out.print("\u001b[" + drawn + "A\u001b[J");
        }
        out.println(line);
        out.flush();
        drawn = 0;
    }

    /** Gives the items the names that a person reads. */
    void nameItems(Map<String, String> titles) {
        this.titles = Map.copyOf(titles);
    }

    /** A list in words, its first items only. */
    String inWords(ReadList list) {
        StringBuilder words = new StringBuilder("list for ").append(list.personId()).append(':');
        for (int i = 0; i < Math.min(LISTED, list.items().size()); i++) {
            words.append(
                    String.format(
                            Locale.ROOT,
                            "%n    %d. %-34s %s",
                            i + 1,
                            name(list.items().get(i)),
                            why(list, i)));
        }
        int more = list.items().size() - LISTED;
        return more > 0
                ? words.append("\n    … and ").append(more).append(" more").toString()
                : words.toString();
    }

    private String why(ReadList list, int place) {
        String becauseOf = list.reasons().get(place).becauseOf();
        return switch (list.reasons().get(place).source()) {
            case "SIMILAR_ITEM" ->
                    list.items().get(place).equals(becauseOf)
                            ? "people come back to it"
                            : "goes with " + name(becauseOf);
            case "POPULAR_IN_CATEGORY" -> "popular in " + becauseOf;
            case "POPULAR_ON_SITE" -> "popular on the site";
            case "VISITED" -> "people come back to it";
            case "SEGMENT" -> "popular with " + becauseOf;
            case "NEW_ITEM" -> "new in the catalogue";
            case "RULE" -> "by the rule " + becauseOf;
            default -> list.reasons().get(place).source() + ' ' + becauseOf;
        };
    }

    private String name(String itemId) {
        String title = titles.get(itemId);
        return title == null ? itemId : title;
    }
}
