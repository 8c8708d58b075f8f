package io.nextclick.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A part of a checked-in file that is made from the code. It stands between two lines; {@code
 * -Ddocs.write=true} writes it.
 */
public final class GeneratedPart {

    private GeneratedPart() {}

    /**
     * Checks, or writes, the part of a file.
     *
     * @param begin the line before it
     * @param end the line after it
     */
    public static void check(Path file, String begin, String end, String expected)
            throws Exception {
        String text = Files.readString(file);
        int from = text.indexOf(begin + '\n');
        int to = text.indexOf(end, from);
        assertThat(from).as("'%s' in %s", begin, file).isNotNegative();
        assertThat(to).as("'%s' in %s", end, file).isNotNegative();
        from += begin.length() + 1;
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(file, text.substring(0, from) + expected + text.substring(to));
            return;
        }
        assertThat(text.substring(from, to))
                .as("%s is made from the code; run: mvn test -Ddocs.write=true", file)
                .isEqualTo(expected);
    }

    /** Prose in lines of at most 120 characters. */
    public static String wrap(String prose) {
        return prose.replaceAll("(.{1,120})(?: +|$)\\n?", "$1\n").stripTrailing();
    }
}
