package io.nextclick.cli;

import io.nextclick.event.SiteKey;
import io.nextclick.rule.Rule;
import io.nextclick.rule.RuleConflicts;
import io.nextclick.rule.RuleFault;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Properties;

/**
 * {@code mvn -Prules}: checks rules as the job does and, given a log, says what they would have
 * found in it. Exits with 0 if all is well, 1 if a rule is refused or the test failed, 2 if it was
 * asked wrongly.
 */
public final class RulesCommand {

    private static final int REFUSED = 1;

    /** In a log up to this size the start of the JVM would be most of what is measured. */
    private static final long SMALL_LOG = 300_000;

    private RulesCommand() {}

    /** Runs the command; {@code -D} properties say what to do. */
    public static void main(String[] args) {
        System.exit(run(System.getProperties(), System.out));
    }

    /** Runs the command and returns its exit code. */
    static int run(Properties properties, PrintStream out) {
        RulesOptions options;
        try {
            options = RulesOptions.of(properties);
        } catch (IllegalArgumentException e) {
            return usage(out, String.valueOf(e.getMessage()));
        }
        RuleFiles rules;
        try {
            rules = RuleFiles.read(options.rules(), options.log().settings().triggers().maxRules());
        } catch (IOException e) {
            return usage(out, RulesOptions.RULE.invalid(options.rules(), reason(e)));
        }
        print(rules, out);
        Path path = options.log().path();
        if (rules.anyRefused()) {
            if (path != null) {
                out.println("rules: not tested on the log, since not all rules are right");
            }
            return REFUSED;
        }
        if (path == null) {
            return 0;
        }
        LogToTest log;
        try {
            log = LogToTest.open(path, options.log().format());
        } catch (IOException e) {
            return usage(out, RulesOptions.LOG.log().invalid(path, reason(e)));
        }
        try {
            test(rules, log, options, out);
            return 0;
        } catch (Exception e) {
            out.println("rules: the test could not run: " + e);
            return 1;
        }
    }

    private static int usage(PrintStream out, String faults) {
        return CommandLine.usage("rules", out, faults);
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }

    private static void print(RuleFiles rules, PrintStream out) {
        for (RuleFiles.Checked file : rules.files()) {
            Rule rule = file.rule();
            if (rule != null) {
                out.println("ok  %s %d %s".formatted(rule.ruleId(), rule.version(), file.plan()));
            }
            for (RuleFault fault : file.faults()) {
                out.println(file.name() + ": " + fault);
            }
        }
        for (RuleConflicts.Warning warning : RuleConflicts.of(rules.rules())) {
            out.println("warning: " + warning);
        }
    }

    private static void test(RuleFiles rules, LogToTest log, RulesOptions options, PrintStream out)
            throws Exception {
        for (Rule rule : rules.rules()) {
            if (!rule.site().equals(SiteKey.DEFAULT_SITE)) {
                out.println(
                        "note: %s is of site %s, and a log's events are of site %s"
                                .formatted(rule.ruleId(), rule.site(), SiteKey.DEFAULT_SITE));
            }
        }
        BackTest test = new BackTest(options.log().settings(), log);
        if (log.events() <= SMALL_LOG) {
            test.run(rules);
        }
        BackTest.Result without = test.run(RuleFiles.NONE);
        BackTest.Result with = test.run(rules);
        new BackTestReport(rules.rules(), log, with, without).print(out);
    }
}
