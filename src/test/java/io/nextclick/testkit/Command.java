package io.nextclick.testkit;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A command of the machine that was run to its end.
 *
 * @param exit its exit code
 * @param printed what it printed, errors among it
 */
public record Command(int exit, String printed) {

    /** True if there is such a program. */
    public static boolean isOnPath(String program) {
        return Pattern.compile(File.pathSeparator)
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /**
     * Runs one.
     *
     * @param directory where it works
     * @param environment variables more than those of this process
     */
    public static Command run(Path directory, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        // A file, since processes that it leaves running would keep a pipe open.
        Path printed = Files.createTempFile("command-", ".out");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .directory(directory.toAbsolutePath().toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(printed.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(Patience.MINUTES, TimeUnit.MINUTES);
            String text = Files.readString(printed, StandardCharsets.UTF_8);
            if (!ended) {
                process.destroyForcibly();
                throw new IOException(command + " does not end:\n" + text);
            }
            return new Command(process.exitValue(), text);
        } finally {
            Files.deleteIfExists(printed);
        }
    }
}
