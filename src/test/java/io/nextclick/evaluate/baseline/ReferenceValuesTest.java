package io.nextclick.evaluate.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nextclick.evaluate.Click;
import io.nextclick.evaluate.ClickReader;
import io.nextclick.evaluate.Evaluation;
import io.nextclick.evaluate.EvaluationResult;
import io.nextclick.evaluate.Metric;
import io.nextclick.evaluate.NextItemModel;
import io.nextclick.evaluate.Protocol;
import io.nextclick.log.LogFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The baselines on real logs against what the authors' own code (session-rec, Serenade) gives for
 * them. Lists with equal scores are cut in another order there, which is what is left of
 * differences.
 */
class ReferenceValuesTest {

    private static Path file(String name) {
        Path file = Path.of(System.getProperty("nextclick.data", "../shared/data")).resolve(name);
        assumeTrue(
                Files.exists(file),
                () -> file.toAbsolutePath() + " is absent; give its folder as -Dnextclick.data");
        return file;
    }

    private static NextItemModel model(String name) {
        return switch (name) {
            case "popularity" -> new Popularity();
            case "item-cf" -> new ItemCf();
            case "sequential-rules" -> new SequentialRules(8);
            case "vstan" -> new Vstan();
            case "vmis" -> new VmisKnn();
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static void check(
            String train, String test, int positions, String name, double hr, double mrr)
            throws IOException {
        List<Click> trainClicks = ClickReader.read(file(train), LogFormat.SESSIONS);
        List<Click> testClicks = ClickReader.read(file(test), LogFormat.SESSIONS);
        EvaluationResult result =
                new Evaluation(trainClicks, testClicks, Protocol.STATIC).evaluate(model(name));
        assertThat(result.positions()).isEqualTo(positions);
        assertThat(result.figures().get(Metric.HR20)).as("HR@20").isEqualTo(hr, within(0.003));
        assertThat(result.figures().get(Metric.MRR20)).as("MRR@20").isEqualTo(mrr, within(0.003));
    }

    @ParameterizedTest
    @CsvSource({
        "popularity, 0.0894, 0.0264",
        "item-cf, 0.3989, 0.1805",
        "sequential-rules, 0.6177, 0.3467",
        "vstan, 0.6848, 0.3752",
        "vmis, 0.6876, 0.3601"
    })
    void rsc15_gives_the_published_figures(String name, double hr, double mrr) throws IOException {
        check("rsc15-100k/train_full.txt", "rsc15-100k/test.txt", 10_152, name, hr, mrr);
    }

    @ParameterizedTest
    @CsvSource({
        "popularity, 0.0107, 0.0022",
        "item-cf, 0.5338, 0.2770",
        "sequential-rules, 0.4629, 0.2523",
        "vstan, 0.6423, 0.2127",
        "vmis, 0.6584, 0.2463"
    })
    void serenade_toy_gives_the_published_figures(String name, double hr, double mrr)
            throws IOException {
        check("serenade-toy/train.txt", "serenade-toy/test.txt", 931, name, hr, mrr);
    }
}
