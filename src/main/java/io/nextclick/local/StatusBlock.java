package io.nextclick.local;

import io.nextclick.wire.ListReader.ReadList;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The demo's figures in the terminal: one block that is drawn over itself, or a line now and then
 * where the output is no terminal.
 */
final class StatusBlock {

    private static final int LISTED = 5;

    private final PrintStream out;
    private final boolean terminal;
    private int drawn;

    StatusBlock(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    boolean isTerminal() {
        return terminal;
    }

    /** Draws the lines in place of the last ones. */
    void draw(List<String> lines) {
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

    /** Prints a line that stays; the block is drawn anew below it. */
    void say(String line) {
        if (terminal && drawn > 0) {
            out.print("\u001b[" + drawn + "A\u001b[J");
        }
        out.println(line);
        out.flush();
        drawn = 0;
    }

    /** A list in words, its first items only. */
    static String inWords(@Nullable ReadList list) {
        if (list == null) {
            return "";
        }
        StringBuilder words =
                new StringBuilder("list for ").append(list.personId()).append(':');
        for (int i = 0; i < Math.min(LISTED, list.items().size()); i++) {
            words.append(
                    String.format(
                            Locale.ROOT,
                            "%n    %d. %-18s %s",
                            i + 1,
                            list.items().get(i),
                            list.reasons().get(i)));
        }
        int more = list.items().size() - LISTED;
        return more > 0 ? words.append("\n    … and ").append(more).append(" more").toString()
                : words.toString();
    }
}
