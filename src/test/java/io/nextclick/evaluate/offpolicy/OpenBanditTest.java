package io.nextclick.evaluate.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The Open Bandit Dataset's sample of 10,000 choices, men, against obp 0.5.7 (Saito, Aihara,
 * Matsutani and Narita, "Open bandit dataset and pipeline", 2021). Its {@code dm} and {@code dr}
 * were given the rewards of {@link RewardModel}, computed by numpy.
 */
class OpenBanditTest {

    private static final int ITEMS = 34;

    /** The n-th item has a share of 1 / n, from another item on at every position. */
    private static TargetPolicy steep() {
        double sum = 0;
        for (int rank = 1; rank <= ITEMS; rank++) {
            sum += 1.0 / rank;
        }
        Map<Integer, Map<String, Double>> byPosition = new HashMap<>();
        for (int position = 1; position <= 3; position++) {
            Map<String, Double> shares = new HashMap<>();
            for (int item = 0; item < ITEMS; item++) {
                int rank = Math.floorMod(item - 5 * (position - 1), ITEMS) + 1;
                shares.put(String.valueOf(item), 1 / (rank * sum));
            }
            byPosition.put(position, shares);
        }
        return TargetPolicy.byPosition(byPosition);
    }

    private static ChoiceLog log(String behaviour) {
        Path file =
                Path.of(System.getProperty("nextclick.data", "../shared/data"))
                        .resolve("open-bandit-men/" + behaviour + "/men.csv");
        assumeTrue(
                Files.exists(file),
                () -> file.toAbsolutePath() + " is absent; give its folder as -Dnextclick.data");
        return ChoiceReader.of(List.of(file), ChoiceReader.Format.OPEN_BANDIT, "");
    }

    @ParameterizedTest
    @CsvSource({
        "random, uniform, 10000, 0.0046, 0.0046, 0.0046, 0.00458572272443, 0.00453179949934",
        "random, steep, 3071.89666862, 0.0029094219563, 0.00290622764316, 0.0029094219563, 0.00320826707131, 0.00288835234732",
        "bts, uniform, 655.709849587, 0.00300862632726, 0.00318942316228, 0.00300862632726, 0.005629426647, 0.00293655928996",
        "bts, steep, 373.636381183, 0.00421441775495, 0.00444365945637, 0.0028238316807, 0.00532604388226, 0.00413812742669"
    })
    void estimates_equal_those_of_obp(
            String behaviour,
            String policy,
            double sampleSize,
            double ips,
            double snips,
            double clipped,
            double direct,
            double doublyRobust)
            throws Exception {
        OffPolicyResult result =
                new OffPolicyEvaluation(5)
                        .evaluate(
                                log(behaviour),
                                actions ->
                                        policy.equals("uniform")
                                                ? TargetPolicy.uniform(actions)
                                                : steep());
        assertThat(result.choices()).isEqualTo(10_000);
        assertThat(result.effectiveSampleSize()).isEqualTo(sampleSize, within(1e-6));
        Map<String, Double> expected =
                Map.of(
                        "ips", ips,
                        "snips", snips,
                        "clipped-ips", clipped,
                        "dm", direct,
                        "dr", doublyRobust);
        expected.forEach(
                (name, value) ->
                        assertThat(result.estimate(name).value())
                                .as(name)
                                .isEqualTo(value, within(1e-9)));
    }
}
