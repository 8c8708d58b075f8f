package io.nextclick.testkit;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;

/**
 * One of the product's commands, run in this process as its user runs it.
 *
 * @param exit its exit code
 * @param printed what it printed
 */
public record ToolRun(int exit, String printed) {

    /** What a command does with its options; returns the exit code. */
    public interface Tool {
        int run(Properties properties, PrintStream out);
    }

    /**
     * Runs a command.
     *
     * @param pairs key and value of each {@code -D} option
     */
    public static ToolRun of(Tool tool, String... pairs) {
        Properties properties = new Properties();
        for (int i = 0; i < pairs.length; i += 2) {
            properties.setProperty(pairs[i], pairs[i + 1]);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        int exit = tool.run(properties, out);
        return new ToolRun(exit, bytes.toString(StandardCharsets.UTF_8));
    }

    /** The lines that it printed. */
    public List<String> lines() {
        return printed.lines().toList();
    }
}
