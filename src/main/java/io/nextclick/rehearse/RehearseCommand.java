package io.nextclick.rehearse;

import io.nextclick.cli.CommandLine;
import io.nextclick.kafka.KafkaSettings;
import io.nextclick.kafka.KafkaTopics;
import io.nextclick.kafka.KafkaTopics.KafkaUnavailableException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.KafkaException;

/**
 * {@code mvn -Prehearse}: a step of {@code deploy/rehearse.sh}. Exits with 0 if it was done, with 1
 * if not, and with 2 if an option is wrong.
 */
public final class RehearseCommand {

    private RehearseCommand() {}

    /** Does what the {@code -D} properties say. */
    public static void main(String[] args) throws InterruptedException {
        System.exit(run(System.getProperties(), System.getenv(), System.out));
    }

    /** Does a step, and returns the exit code. */
    static int run(Properties properties, Map<String, String> environment, PrintStream out)
            throws InterruptedException {
        try {
            RehearseOptions options = RehearseOptions.of(properties, environment);
            switch (options.step()) {
                case PREPARE -> KafkaTopics.ensure(options.rehearsal().kafka());
                case AWAIT -> await(options);
                case COMPARE -> compare(options, out);
                case REMOVE -> remove(options.rehearsal().kafka());
            }
            return 0;
        } catch (IllegalArgumentException e) {
            return CommandLine.usage("rehearse", out, String.valueOf(e.getMessage()));
        } catch (IOException | KafkaException | KafkaUnavailableException e) {
            out.println("rehearse: " + e.getMessage());
            return 1;
        }
    }

    private static void await(RehearseOptions options) throws InterruptedException {
        try (RehearsalTopics topics = new RehearsalTopics(options.rehearsal().kafka())) {
            topics.awaitCaughtUp(options.timeout());
        }
    }

    private static void compare(RehearseOptions options, PrintStream out) throws IOException {
        Report report = new Report();
        report.facts(options.folder().resolve(RehearseOptions.FACTS));
        if (options.watchedMillis() > 0) {
            report.compared(Comparison.of(options));
        }
        report.write(options.folder(), out);
    }

    private static void remove(KafkaSettings rehearsal) throws InterruptedException {
        try (RehearsalTopics topics = new RehearsalTopics(rehearsal)) {
            topics.remove();
        }
    }
}
