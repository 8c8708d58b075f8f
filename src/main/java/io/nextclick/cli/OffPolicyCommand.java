package io.nextclick.cli;

import io.nextclick.evaluate.offpolicy.ChoiceReader;
import io.nextclick.evaluate.offpolicy.Interval;
import io.nextclick.evaluate.offpolicy.OffPolicyEvaluation;
import io.nextclick.evaluate.offpolicy.OffPolicyResult;
import io.nextclick.evaluate.offpolicy.RefusedEvaluation;
import io.nextclick.evaluate.offpolicy.TargetPolicy;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code mvn -Pevaluate -DoffPolicy}: what a policy would be worth, from a log of another one's
 * choices. Prints one JSON object a line: about the log, then one for each estimator. Exits with 0,
 * 2 if it was asked wrongly, or {@value #REFUSED} if the log cannot say.
 */
final class OffPolicyCommand {

    static final int REFUSED = 3;

    private OffPolicyCommand() {}

    static int run(Properties properties, PrintStream out) {
        OffPolicyOptions options;
        Function<Collection<String>, TargetPolicy> policy;
        try {
            options = OffPolicyOptions.of(properties);
            policy = policy(options.policy());
        } catch (IllegalArgumentException e) {
            return usage(out, String.valueOf(e.getMessage()));
        }
        try {
            OffPolicyResult result =
                    new OffPolicyEvaluation(options.clip())
                            .evaluate(
                                    ChoiceReader.of(
                                            options.log(), options.format(), options.surface()),
                                    policy);
            print(options.policy(), result, out);
            return 0;
        } catch (RefusedEvaluation e) {
            EvaluateCommand.print(refusal(options.policy(), e), out);
            return REFUSED;
        } catch (UncheckedIOException e) {
            return usage(
                    out,
                    OffPolicyOptions.LOG.invalid(options.log(), String.valueOf(e.getMessage())));
        }
    }

    private static int usage(PrintStream out, String faults) {
        return CommandLine.usage("evaluate", out, faults);
    }

    private static Function<Collection<String>, TargetPolicy> policy(String name) {
        if (name.equals(OffPolicyOptions.UNIFORM)) {
            return TargetPolicy::uniform;
        }
        try {
            TargetPolicy policy = TargetPolicy.read(Path.of(name));
            return actions -> policy;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    OffPolicyOptions.POLICY.invalid(name, String.valueOf(e.getMessage())), e);
        }
    }

    private static Map<String, @Nullable Object> refusal(String policy, RefusedEvaluation why) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("policy", policy);
        line.put("refused", why.getMessage());
        return line;
    }

    private static void print(String policy, OffPolicyResult result, PrintStream out) {
        Map<String, @Nullable Object> log = new LinkedHashMap<>();
        log.put("policy", policy);
        log.put("choices", result.choices());
        log.put("mean_reward", result.meanReward());
        log.put("effective_sample_size", EvaluateCommand.rounded(result.effectiveSampleSize()));
        log.put("effective_rewards", EvaluateCommand.rounded(result.effectiveRewards()));
        log.put("largest_weight", EvaluateCommand.rounded(result.largestWeight()));
        log.put("mean_weight", EvaluateCommand.rounded(result.meanWeight()));
        log.put("unsupported", EvaluateCommand.rounded(result.unsupported()));
        EvaluateCommand.print(log, out);
        for (OffPolicyResult.Estimate estimate : result.estimates()) {
            Map<String, @Nullable Object> line = new LinkedHashMap<>();
            line.put("estimator", estimate.estimator());
            line.put("value", estimate.value());
            line.put("once", ends(estimate.once()));
            line.put("anytime", ends(estimate.anytime()));
            EvaluateCommand.print(line, out);
        }
    }

    private static @Nullable List<@Nullable Double> ends(@Nullable Interval interval) {
        return interval == null
                ? null
                : Arrays.asList(
                        EvaluateCommand.rounded(interval.low()),
                        EvaluateCommand.rounded(interval.high()));
    }
}
