package io.nextclick.cli;

import io.nextclick.expectation.Expectation;
import io.nextclick.expectation.ExpectationCheck;
import io.nextclick.expectation.ExpectationsReader;
import io.nextclick.expectation.GreatExpectationsSuite;
import io.nextclick.expectation.Outcome;
import io.nextclick.expectation.Outcome.Verdict;
import io.nextclick.log.BehaviorLog;
import io.nextclick.log.SkipCause;
import io.nextclick.option.Option;
import io.nextclick.rule.RuleFault;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code mvn -Pexpectations}: checks a file of expectations, writes it as a suite of Great
 * Expectations and holds a log against it, as asked. Exits with 0 if all is well, 1 if an
 * expectation is wrong or broken, 2 if it was asked wrongly.
 */
public final class ExpectationsCommand {

    private static final int BROKEN = 1;

    /** Lines that are no records of an event, and so none that are refused. */
    private static final Set<SkipCause> NO_RECORDS =
            Set.of(SkipCause.EMPTY_LINE, SkipCause.NO_EVENT);

    private final ExpectationsOptions options;
    private final PrintStream out;

    private ExpectationsCommand(ExpectationsOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** Runs the command; {@code -D} properties say what to do. */
    public static void main(String[] args) {
        System.exit(run(System.getProperties(), System.out));
    }

    /** Runs the command and returns its exit code. */
    static int run(Properties properties, PrintStream out) {
        ExpectationsOptions options;
        try {
            options = ExpectationsOptions.of(properties);
        } catch (IllegalArgumentException e) {
            return usage(out, String.valueOf(e.getMessage()));
        }
        return new ExpectationsCommand(options, out).run();
    }

    private static int usage(PrintStream out, String faults) {
        return CommandLine.usage("expectations", out, faults);
    }

    private int usage(Option<String> option, Path path, Exception e) {
        String message =
                e instanceof NoSuchFileException ? "no such file or folder" : e.getMessage();
        return usage(out, option.invalid(path, message == null ? e.toString() : message));
    }

    private int run() {
        Path file = options.file();
        ExpectationsReader.Reading reading;
        try {
            reading = new ExpectationsReader().read(RuleFiles.text(file));
        } catch (IOException e) {
            return usage(ExpectationsOptions.FILE, file, e);
        }
        if (!reading.faults().isEmpty()) {
            for (RuleFault fault : reading.faults()) {
                out.println(file.getFileName() + ": " + fault);
            }
            return BROKEN;
        }
        Path export = options.export();
        if (export != null) {
            try {
                export(reading.expectations(), export);
            } catch (IOException e) {
                return usage(ExpectationsOptions.EXPORT, export, e);
            }
        }
        Path log = options.log().path();
        if (log == null) {
            reading.expectations()
                    .forEach(each -> out.println("ok  " + each.id() + "  " + each.text()));
            return 0;
        }
        try {
            return check(reading.expectations(), log);
        } catch (IOException | UncheckedIOException e) {
            return usage(ExpectationsOptions.LOG.log(), log, e);
        }
    }

    private void export(List<Expectation> expectations, Path export) throws IOException {
        Path log = options.log().path();
        for (Path read : log == null ? List.of(options.file()) : List.of(options.file(), log)) {
            if (Files.exists(export) && Files.exists(read) && Files.isSameFile(export, read)) {
                throw new IOException("is a file that is read");
            }
        }
        GreatExpectationsSuite suite =
                new GreatExpectationsSuite(name(options.file()), expectations);
        Files.writeString(export, suite.json());
        for (String id : suite.leftOut()) {
            out.println("note: %s is not in the suite: a table has no refusals".formatted(id));
        }
    }

    /** {@code shop} of {@code dir/shop.yaml}. */
    private static String name(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private int check(List<Expectation> expectations, Path path) throws IOException {
        ExpectationCheck check =
                new ExpectationCheck(expectations, options.log().settings().eventChecks());
        try (BehaviorLog log = BehaviorLog.open(path, options.log().format())) {
            while (log.hasNext()) {
                check.add(log.next());
            }
            log.skippedByCause().entrySet().stream()
                    .filter(each -> !NO_RECORDS.contains(each.getKey()))
                    .forEach(each -> check.addUnreadable(each.getValue()));
            if (check.events() == 0) {
                throw new IOException(
                        "no line is an event of a %s log: %s"
                                .formatted(options.log().format().label(), log.skippedExamples()));
            }
        }
        List<Outcome> outcomes = check.outcomes();
        print(outcomes);
        out.println(
                "%d events, %d records refused; %d pass, %d fail, %d not measured"
                        .formatted(
                                check.events(),
                                check.refused(),
                                count(outcomes, Verdict.PASS),
                                count(outcomes, Verdict.FAIL),
                                count(outcomes, Verdict.NOT_MEASURED)));
        return count(outcomes, Verdict.FAIL) > 0 ? BROKEN : 0;
    }

    private static long count(List<Outcome> outcomes, Verdict verdict) {
        return outcomes.stream().filter(each -> each.verdict() == verdict).count();
    }

    private void print(List<Outcome> outcomes) {
        int ids =
                outcomes.stream()
                        .mapToInt(each -> each.expectation().id().length())
                        .max()
                        .orElse(0);
        for (Outcome each : outcomes) {
            String verdict =
                    switch (each.verdict()) {
                        case PASS -> "pass";
                        case FAIL -> "fail";
                        case NOT_MEASURED -> "-   ";
                    };
            out.println(
                    "%s  %s  %s; %s%s"
                            .formatted(
                                    verdict,
                                    padded(each.expectation().id(), ids),
                                    each.expectation().text(),
                                    each.observed(),
                                    first(each.example())));
        }
    }

    private static String padded(String text, int length) {
        return text + " ".repeat(length - text.length());
    }

    private static String first(@Nullable String example) {
        return example == null ? "" : "; first at " + example;
    }
}
