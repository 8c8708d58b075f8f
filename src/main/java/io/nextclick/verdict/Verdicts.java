package io.nextclick.verdict;

import io.nextclick.experiment.Experiment;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What can be said of an experiment's arms, the strongest statement first. */
final class Verdicts {

    private Verdicts() {}

    static Verdict of(
            Experiment experiment, List<ArmResult> arms, double sampleRatio, double daysLeft) {
        if (sampleRatio >= SampleRatio.ALARM) {
            return new Verdict(
                    Verdict.Kind.UNFAIR,
                    null,
                    "the units are not divided as declared; find out why before you believe the"
                            + " figures");
        }
        Verdict harmful = harmful(experiment, arms);
        if (harmful != null) {
            return harmful;
        }
        List<ArmResult> others = arms.subList(1, arms.size());
        ArmResult best = better(others);
        String control = arms.get(0).arm();
        String metric = experiment.goal().primary().label();
        if (best != null) {
            Effect effect = primary(best);
            return new Verdict(
                    Verdict.Kind.BETTER,
                    best.arm(),
                    "'%s' is better than '%s': %s a unit is %s more (%s to %s)"
                            .formatted(
                                    best.arm(),
                                    control,
                                    metric,
                                    number(effect.difference()),
                                    number(effect.low()),
                                    number(effect.high())));
        }
        if (others.stream().allMatch(each -> primary(each).high() < 0)) {
            return new Verdict(
                    Verdict.Kind.WORSE,
                    control,
                    "nothing is better than '%s' in %s".formatted(control, metric));
        }
        double least = experiment.goal().minimumEffect();
        if (least > 0 && others.stream().allMatch(each -> isWithin(primary(each), least))) {
            return new Verdict(
                    Verdict.Kind.NO_DIFFERENCE,
                    null,
                    "no arm differs by %s in %s".formatted(number(least), metric));
        }
        return new Verdict(Verdict.Kind.NOT_YET, null, notYet(daysLeft));
    }

    private static @Nullable Verdict harmful(Experiment experiment, List<ArmResult> arms) {
        List<Experiment.Guardrail> guardrails = experiment.goal().guardrails();
        for (ArmResult arm : arms.subList(1, arms.size())) {
            for (int i = 0; i < guardrails.size(); i++) {
                Effect effect = arm.metrics().get(i + 1).effect();
                if (effect.high() < -guardrails.get(i).atMostWorse()) {
                    return new Verdict(
                            Verdict.Kind.HARMFUL,
                            arm.arm(),
                            "'%s' breaks a guardrail: %s a unit is at least %s less"
                                    .formatted(
                                            arm.arm(),
                                            guardrails.get(i).metric().label(),
                                            number(-effect.high())));
                }
            }
        }
        return null;
    }

    private static @Nullable ArmResult better(List<ArmResult> arms) {
        ArmResult best = null;
        for (ArmResult each : arms) {
            if (primary(each).low() > 0
                    && (best == null || primary(each).difference() > primary(best).difference())) {
                best = each;
            }
        }
        return best;
    }

    private static Effect primary(ArmResult arm) {
        return arm.metrics().get(0).effect();
    }

    private static boolean isWithin(Effect effect, double least) {
        return effect.low() > -least && effect.high() < least;
    }

    private static String notYet(double daysLeft) {
        if (!Double.isFinite(daysLeft)) {
            return "not yet";
        }
        long days = (long) Math.ceil(daysLeft);
        return days <= 1
                ? "not yet; less than a day left"
                : "not yet; %d days left".formatted(days);
    }

    private static String number(double number) {
        return String.format(Locale.ROOT, "%.4g", number);
    }
}
