package io.nextclick.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nextclick.testkit.ToolRun;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The command as its user runs it, in this process. */
class PlanCommandTest {

    private static ToolRun command(String... pairs) {
        return ToolRun.of(PlanCommand::run, pairs);
    }

    private static JsonNode json(ToolRun run) throws Exception {
        assertThat(run.exit()).as(run.printed()).isZero();
        return new ObjectMapper().readTree(run.lines().get(run.lines().size() - 1));
    }

    @Test
    void a_rate_is_planned_for_one_test_and_for_many_looks() throws Exception {
        ToolRun run =
                command(
                        "rate",
                        ".05",
                        "minimumEffect",
                        ".01",
                        "power",
                        ".8",
                        "alpha",
                        ".05",
                        "arms",
                        "2",
                        "unitsPerDay",
                        "1000");
        JsonNode json = json(run);
        assertThat(run.lines())
                .startsWith(
                        "A difference of 0.01 (+20.0 %), found with a chance of 0.8 at an alpha of"
                                + " 0.05:",
                        "  one test at the end, no look before:  8155 + 8155 units, 16.3 days",
                        "  always-valid interval, at any look:   16891 + 16891 units, 33.8 days");
        assertThat(json.get("fixed_horizon").get("units").toString()).isEqualTo("[8155,8155]");
        assertThat(json.get("always_valid").get("total").asLong()).isEqualTo(33_782);
        assertThat(json.get("always_valid").get("days").asDouble()).isEqualTo(33.782, within(1e-9));
        assertThat(json.get("lift").asDouble()).isEqualTo(0.2, within(1e-12));
    }

    @Test
    void an_amount_has_a_standard_deviation() throws Exception {
        JsonNode json =
                json(
                        command(
                                "standardDeviation",
                                "2",
                                "minimumEffect",
                                "0.5",
                                "unitsPerDay",
                                "100",
                                "rate",
                                ""));
        assertThat(json.get("fixed_horizon").get("total").asLong()).isEqualTo(504);
        assertThat(json.get("always_valid").get("days").asDouble()).isEqualTo(11.07);
        assertThat(json.get("mean").isNull()).isTrue();
        assertThat(json.get("lift").isNull()).isTrue();
    }

    @Test
    void arms_may_have_unequal_shares() throws Exception {
        JsonNode json =
                json(
                        command(
                                "mean",
                                "10",
                                "standardDeviation",
                                "2",
                                "minimumEffect",
                                "0.5",
                                "unitsPerDay",
                                "100",
                                "arms",
                                "3",
                                "shares",
                                ".6;.3;.1"));
        JsonNode units = json.get("always_valid").get("units");
        assertThat(units).hasSize(3);
        assertThat(units.get(0).asDouble() / units.get(2).asDouble()).isEqualTo(6, within(0.05));
        assertThat(json.get("lift").asDouble()).isEqualTo(0.05, within(1e-12));
    }

    @Test
    void all_that_is_asked_wrongly_is_named() {
        ToolRun run = command("alpha", "5", "arms", "1", "shares", "1;1");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.printed())
                .contains(
                        "plan: Missing value for 'rate': must be a number above 0, below 1, or mean",
                        "plan: Missing value for 'minimumEffect': must be above 0",
                        "plan: Missing value for 'unitsPerDay': must be above 0",
                        "plan: Invalid value '5' for 'alpha': must be a number above 0, below 1",
                        "plan: Invalid value '1' for 'arms': must be a whole number between 2",
                        "plan: Invalid value '1;1' for 'shares': must be numbers above 0");
        assertRefused("'0.2' for 'minimumEffect'", "rate", "0.9", "minimumEffect", "0.2");
        assertRefused(
                "for 'shares': must be as many as arms, 2",
                "rate",
                "0.1",
                "minimumEffect",
                "0.2",
                "shares",
                ".5;.3;.2");
        assertRefused(
                "'0.1' for 'rate': a rate has no standardDeviation",
                "rate",
                "0.1",
                "standardDeviation",
                "1",
                "minimumEffect",
                "0.2");
    }

    private static void assertRefused(String reason, String... pairs) {
        String[] all = Arrays.copyOf(pairs, pairs.length + 2);
        all[pairs.length] = "unitsPerDay";
        all[pairs.length + 1] = "10";
        ToolRun run = command(all);
        assertThat(run.exit()).as(run.printed()).isEqualTo(2);
        assertThat(run.lines()).singleElement().asString().startsWith("plan: ").contains(reason);
    }
}
