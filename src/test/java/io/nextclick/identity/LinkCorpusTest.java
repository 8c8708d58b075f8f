package io.nextclick.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.nextclick.identity.LinkCorpus.LevelCounts;
import io.nextclick.testkit.Soak;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the default rules find in the generated shop. Its seed 1 gave the weights and seeds 31 to 38
 * the thresholds; they are judged on others. Over seeds 51 to 60 together, never looked at before,
 * precision was 0.966 with no device churn, 0.990 with 5 % and 0.990 with 10 %, and recall 0.070,
 * 0.112 and 0.107; with no churn a seed makes only about 125 guesses, and two of the ten fell to
 * 0.940 and 0.947.
 */
class LinkCorpusTest {

    private static final int PEOPLE = 3_000;
    private static final int EVENTS = 400_000;

    /** Seeds and churns; fewer of them, and not of fewer events, since guesses are rare. */
    static Stream<Arguments> shops() {
        return Stream.of(
                        arguments(41, .05),
                        arguments(41, 0.),
                        arguments(42, 0.),
                        arguments(43, 0.),
                        arguments(42, .05),
                        arguments(41, .1))
                .limit(Soak.runs(6, 1));
    }

    @ParameterizedTest(name = "seed {0}, device churn {1}")
    @MethodSource("shops")
    void nineteen_guesses_of_twenty_are_right(long seed, double churn) {
        LinkCorpus corpus = LinkCorpus.read(PEOPLE, churn, seed, EVENTS);
        System.out.printf("seed %d, device churn %s: %s%n", seed, churn, corpus.describe());
        assertThat(corpus.precision()).isGreaterThanOrEqualTo(0.95);
        assertThat(corpus.recall()).isGreaterThan(0.05);
        assertThat(corpus.accepted()).hasSizeGreaterThan(100);
    }

    @Test
    void mobile_networks_and_large_offices_are_crowded_and_most_events_need_no_comparison() {
        LinkCorpus corpus = LinkCorpus.read(PEOPLE, 0, 41, EVENTS);
        assertThat(corpus.crowdedBlocks).isBetween(10, 100);
        assertThat(corpus.judgements).isLessThan(EVENTS / 2);
    }

    @Test
    void the_default_weights_are_those_of_seed_1() {
        LevelCounts counts = new LevelCounts();
        for (double churn : new double[] {0, 0.05, 0.1}) {
            LinkCorpus.read(4_000, churn, 1, Soak.runs(300_000, 100_000), counts);
        }
        LinkWeights weights = LinkWeights.defaults();
        print(counts, "items", weights.items());
        print(counts, "timing", weights.timing());
        print(counts, "hours", weights.hours());
        print(counts, "timeZone", weights.timeZone());
        assertNear(counts, "userAgent", weights.userAgent());
        assertNear(counts, "interests", weights.interests());
        assertNear(counts, "anonymity", weights.anonymity());
    }

    private static void assertNear(LevelCounts counts, String name, MatchLevels levels) {
        print(counts, name, levels);
        for (int level = 0; level < levels.m().length; level++) {
            assertThat(measured(counts, name, level))
                    .as("%s, level %d", name, level)
                    .isCloseTo(levels.weight(level), within(1.5));
        }
    }

    private static void print(LevelCounts counts, String name, MatchLevels levels) {
        for (int level = 0; level < levels.m().length; level++) {
            System.out.printf(
                    "%s, level %d: m %.4f, u %.4f, weight %.2f; default %.2f%n",
                    name,
                    level,
                    counts.chance(name, true, level),
                    counts.chance(name, false, level),
                    measured(counts, name, level),
                    levels.weight(level));
        }
    }

    private static double measured(LevelCounts counts, String name, int level) {
        return LinkModel.log2(counts.chance(name, true, level) / counts.chance(name, false, level));
    }
}
