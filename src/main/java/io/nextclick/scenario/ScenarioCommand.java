package io.nextclick.scenario;

import io.nextclick.cli.CommandLine;
import io.nextclick.demo.TemporaryFolder;
import java.io.PrintStream;
import java.util.Properties;

/**
 * {@code mvn -Pscenario}: plays a file of records on a broker and the whole job in this process,
 * and writes what comes out. Exits with 0 if all that the file expects is so, with 1 if not, and
 * with 2 if the file or an option is wrong.
 */
public final class ScenarioCommand {

    private ScenarioCommand() {}

    /** Plays the scenario; {@code -D} properties say which, see docs/scenarios.md. */
    public static void main(String[] args) {
        System.exit(run(System.getProperties(), System.out));
    }

    /** Plays the scenario and returns the exit code. */
    static int run(Properties properties, PrintStream out) {
        try {
            ScenarioOptions options = ScenarioOptions.of(properties, out);
            Scenario scenario = Scenario.read(options.file(), Playground.defaults());
            return play(scenario, options) ? 0 : 1;
        } catch (IllegalArgumentException e) {
            return CommandLine.usage("scenario", out, String.valueOf(e.getMessage()));
        } catch (Exception e) {
            out.println("scenario: could not run: " + e);
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                out.println("scenario: caused by " + cause);
            }
            return 1;
        }
    }

    private static boolean play(Scenario scenario, ScenarioOptions options) throws Exception {
        int slots = Math.max(options.parallelism(), scenario.parallelism());
        Outcome outcome;
        TemporaryFolder folder = TemporaryFolder.create("nextclick-scenario-");
        try (Playground playground = Playground.start(folder, slots)) {
            outcome = playground.play(scenario, options);
        }
        outcome.write(options.output());
        outcome.records()
                .forEach(
                        (topic, records) ->
                                options.out().printf("%-16s %d%n", topic, records.size()));
        if (!outcome.quiet()) {
            options.out()
                    .printf("scenario: still not quiet after %d ms%n", options.timeoutMillis());
        }
        outcome.faults().forEach(fault -> options.out().println("scenario: " + fault));
        return outcome.faults().isEmpty();
    }
}
