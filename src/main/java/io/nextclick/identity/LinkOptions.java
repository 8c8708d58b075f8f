package io.nextclick.identity;

import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import io.nextclick.option.OptionValues;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Options of the probabilistic links. The m of a comparison are the chances of its levels for two
 * devices of one person, its u those for two of different persons.
 */
public final class LinkOptions {

    public static final OptionList ALL = new OptionList();

    private static final LinkSettings RULES = LinkSettings.defaults();
    private static final LinkWeights WEIGHTS = RULES.weights();

    public static final Option<Boolean> PROBABILISTIC =
            ALL.flag(
                    "identity.probabilistic",
                    false,
                    "Guesses whose a device is that nobody has logged in on, from coarse signals.");
    static final Option<Double> ACCEPT =
            ALL.chance(
                    "identity.link.accept",
                    RULES.acceptProbability(),
                    "Probability from which on a guess is acted upon.");
    static final Option<Double> GREY =
            ALL.chance(
                    "identity.link.grey",
                    RULES.greyProbability(),
                    "Probability from which on it is a finding on the topic of quality.");
    static final Option<Double> MARGIN =
            ALL.chance(
                    "identity.link.margin",
                    RULES.ambiguousMargin(),
                    "A user who is not ahead of the next by so much probability is not guessed.");
    static final Option<Integer> MIN_EVENTS =
            ALL.number(
                    "identity.link.min-events",
                    RULES.minEvents(),
                    1,
                    10_000,
                    "Events that a device must have before it is compared.");
    static final Option<Integer> MIN_VISITS =
            ALL.number(
                    "identity.link.min-visits",
                    RULES.minVisits(),
                    1,
                    1_000,
                    "Visits that a device must have made before it is compared.");
    static final Option<Integer> MAX_CANDIDATES =
            ALL.number(
                    "identity.link.max-candidates",
                    RULES.maxCandidates(),
                    2,
                    1_000,
                    "Maximum number of devices kept of a network; one with more says nothing and keeps none.");
    static final Option<Duration> HORIZON =
            ALL.duration(
                    "identity.link.horizon",
                    Duration.ofMillis(RULES.horizonMillis()),
                    Duration.ofHours(1),
                    Duration.ofDays(3650),
                    "A device not seen on a network for so long is forgotten there.");
    static final Option<Double> PRIOR =
            ALL.chance(
                    "identity.link.prior",
                    WEIGHTS.prior(),
                    "Share of pairs that are one person's, among all pairs of devices of a site.");
    static final Option<Double> NETWORK_M =
            ALL.chance(
                    "identity.link.network.m",
                    WEIGHTS.networkMatch(),
                    "Chance that two devices of one person share a network.");
    static final Option<Double> NETWORK_U =
            ALL.chance(
                    "identity.link.network.u",
                    WEIGHTS.networkShare(),
                    "The same of different persons, for each device on the network.");
    static final Option<List<Double>> USER_AGENT_M =
            m(
                    "user-agent",
                    "another family; the same; the same, one after the other's end",
                    WEIGHTS.userAgent());
    static final Option<List<Double>> USER_AGENT_U = u("user-agent", WEIGHTS.userAgent());
    static final Option<List<Double>> TIME_ZONE_M =
            m("time-zone", "another; the same", WEIGHTS.timeZone());
    static final Option<List<Double>> TIME_ZONE_U = u("time-zone", WEIGHTS.timeZone());
    static final Option<List<Double>> INTERESTS_M =
            m(
                    "interests",
                    "likeness of categories and queries below 0.1, 0.2, 0.3, 0.4, 0.5, 0.6; more",
                    WEIGHTS.interests());
    static final Option<List<Double>> INTERESTS_U = u("interests", WEIGHTS.interests());
    static final Option<List<Double>> ITEMS_M =
            m("items", "no recent item in common; one; more", WEIGHTS.items());
    static final Option<List<Double>> ITEMS_U = u("items", WEIGHTS.items());
    static final Option<List<Double>> TIMING_M =
            m(
                    "timing",
                    "used at the same time; neither; one visit continued on the other; more",
                    WEIGHTS.timing());
    static final Option<List<Double>> TIMING_U = u("timing", WEIGHTS.timing());
    static final Option<List<Double>> HOURS_M =
            m("hours", "hours of the day overlap below a quarter; a half; more", WEIGHTS.hours());
    static final Option<List<Double>> HOURS_U = u("hours", WEIGHTS.hours());
    static final Option<List<Double>> ANONYMITY_M =
            m("anonymity", "anonymous events below 12; 24; 48; more", WEIGHTS.anonymity());
    static final Option<List<Double>> ANONYMITY_U = u("anonymity", WEIGHTS.anonymity());

    private LinkOptions() {}

    public static LinkSettings settings(OptionValues given, long gapMillis) {
        given.require(
                given.get(GREY) <= given.get(ACCEPT),
                GREY,
                "at most identity.link.accept=" + given.get(ACCEPT));
        LinkWeights weights =
                new LinkWeights(
                        given.get(PRIOR),
                        given.get(NETWORK_M),
                        given.get(NETWORK_U),
                        levels(given, USER_AGENT_M, USER_AGENT_U),
                        levels(given, TIME_ZONE_M, TIME_ZONE_U),
                        levels(given, INTERESTS_M, INTERESTS_U),
                        levels(given, ITEMS_M, ITEMS_U),
                        levels(given, TIMING_M, TIMING_U),
                        levels(given, HOURS_M, HOURS_U),
                        levels(given, ANONYMITY_M, ANONYMITY_U));
        return new LinkSettings(
                weights,
                given.get(ACCEPT),
                given.get(GREY),
                given.get(MARGIN),
                given.get(MIN_EVENTS),
                given.get(MIN_VISITS),
                RULES.scoreEvery(),
                given.get(MAX_CANDIDATES),
                RULES.maxItems(),
                RULES.maxTopics(),
                RULES.maxVisits(),
                gapMillis,
                RULES.continuationMillis(),
                RULES.crowdMillis(),
                given.millis(HORIZON));
    }

    private static MatchLevels levels(
            OptionValues given, Option<List<Double>> m, Option<List<Double>> u) {
        return new MatchLevels(array(given.get(m)), array(given.get(u)));
    }

    private static double[] array(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static Option<List<Double>> m(String comparison, String levels, MatchLevels otherwise) {
        return ALL.chances(
                "identity.link.%s.m".formatted(comparison),
                "Chances of the levels for one person's devices. Levels: " + levels + ".",
                boxed(otherwise.m()));
    }

    private static Option<List<Double>> u(String comparison, MatchLevels otherwise) {
        return ALL.chances(
                "identity.link.%s.u".formatted(comparison),
                "The same for different persons' devices.",
                boxed(otherwise.u()));
    }

    private static Double[] boxed(double[] numbers) {
        return Arrays.stream(numbers).boxed().toArray(Double[]::new);
    }
}
