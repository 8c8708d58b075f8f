package io.nextclick.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.experiment.Experiment.Unit;
import io.nextclick.rule.RuleFault;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExperimentReaderTest {

    private static final String SHORT =
            """
            experiment_id: layout
            version: 1
            arms:
              - {arm: control, share: 0.5}
              - {arm: diverse, share: 0.5, settings: {diversity: 0.3}}
            """;

    private final ExperimentReader reader = new ExperimentReader();

    private Experiment read(String text) {
        ExperimentReader.Reading reading = reader.read(text);
        assertThat(reading.faults()).isEmpty();
        return reading.experiment();
    }

    @Test
    void what_is_left_out_has_a_default() {
        Experiment experiment = read(SHORT);
        assertThat(experiment.key()).isEqualTo("layout");
        assertThat(experiment.units())
                .isEqualTo(new Experiment.Units(Unit.PERSON, "layout", 1, null, 0));
        assertThat(experiment.allocation().learned()).isFalse();
        assertThat(experiment.goal().primary()).isEqualTo(UnitMetric.VALUE);
        assertThat(experiment.goal().alpha()).isEqualTo(0.05);
        assertThat(experiment.isOn("cart")).isTrue();
        assertThat(experiment.isFor(List.of())).isTrue();
        assertThat(experiment.isRunning(0)).isTrue();
        assertThat(experiment.arms().get(0).settings()).isEqualTo(ArmSettings.NONE);
        assertThat(experiment.arms().get(1).settings().diversity()).isEqualTo(0.3);
    }

    @Test
    void all_of_it_is_read_and_its_text_is_read_again_as_the_same() {
        String text =
                """
                experiment_id: layout
                version: 3
                site: north
                surfaces: [home, cart]
                segments: [regulars, category-enthusiast/tea & cups]
                unit: list
                salt: s
                share: 0.2
                group: g
                group_from: 0.5
                allocation: learned
                floor: 0.05
                by_segment: [regulars]
                primary: clicked
                minimum_effect: 0.01
                alpha: 0.1
                guardrails: [{metric: orders, at_most_worse: 0.02}]
                start: 2026-12-01T00:00:00Z
                stop: 2026-12-15T00:00:00+01:00
                arms:
                  - {arm: control, share: 0.25, settings: {ranking: blend, repeats: none}}
                  - {arm: popular, share: 0.75, settings: {ranking: popular, exploration: 0.1, rules: false}}
                """;
        Experiment experiment = read(text);
        assertThat(experiment.key()).isEqualTo("north/layout");
        assertThat(experiment.surfaces()).isEqualTo(Set.of("home", "cart"));
        assertThat(experiment.segments())
                .isEqualTo(Set.of("regulars", "category-enthusiast/tea & cups"));
        assertThat(experiment.units())
                .isEqualTo(new Experiment.Units(Unit.LIST, "s", 0.2, "g", 0.5));
        assertThat(experiment.allocation())
                .isEqualTo(new Experiment.Allocation(true, 0.05, List.of("regulars")));
        assertThat(experiment.goal().guardrails())
                .containsExactly(new Experiment.Guardrail(UnitMetric.ORDERS, 0.02));
        assertThat(Instant.ofEpochMilli(experiment.stopMillis())).isEqualTo("2026-12-14T23:00:00Z");
        assertThat(experiment.isRunning(experiment.stopMillis())).isFalse();
        assertThat(read(reader.read(text).text())).isEqualTo(experiment);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version: 1|version: 0|/version",
                "experiment_id: layout|experiment_id: a:b|/experiment_id",
                "arm: diverse|arm: control|/arms/1/arm",
                "share: 0.5, settings|share: 0.4, settings|/arms",
                "diversity: 0.3|diversity: 1|/arms/1/settings/diversity",
                "diversity: 0.3|divrsity: 0.3|/arms/1/settings",
                "version: 1|{version: 1, version: 2}|/",
                "version: 1|version: 1#surfaces: [basement]|/surfaces/0",
                "version: 1|version: 1#segments: []|/segments",
                "version: 1|version: 1#segments: regulars|/segments",
                "version: 1|version: 1#segments: ['']|/segments/0",
                "version: 1|version: 1#segments: [new, ' regulars']|/segments/1",
                "version: 1|version: 1#segments: [enthusiast/]|/segments/0",
                "version: 1|version: 1#segments: [3]|/segments/0",
                "version: 1|version: 1#segments: [new, new]|/segments",
                "version: 1|version: 1#segments: [a1,a2,a3,a4,a5,a6,a7,a8,a9,b0,b1,b2,b3,b4,b5,b6,b7,"
                        + "b8,b9,c0,c1]|/segments",
                "version: 1|version: 1#by_segment: [new]|/by_segment",
                "version: 1|version: 1#unit: list#allocation: learned#by_segment: []|/by_segment",
                "version: 1|version: 1#unit: list#allocation: learned#by_segment: ['']|/by_segment/0",
                "version: 1|version: 1#unit: list#allocation: learned#by_segment: [a, a]|/by_segment",
                "version: 1|version: 1#unit: list#allocation: learned#by_segment: [a, b, c, d, e, f,"
                        + " g, h, i]|/by_segment",
                "version: 1|version: 1#unit: list#allocation: learned#by_segment: [a, tea/aaaaaaaaaa"
                        + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                        + "]|/by_segment/1",
                "version: 1|version: 1#allocation: learned|/allocation",
                "version: 1|version: 1#floor: 0.1|/floor",
                "version: 1|version: 1#unit: list#allocation: learned#floor: 0.5001|/floor",
                "version: 1|version: 1#unit: list#learning: isolated|/learning",
                "version: 1|version: 1#group_from: 0.1|/group_from",
                "version: 1|version: 1#group: g#group_from: 0.6#share: 0.5|/share",
                "version: 1|version: 1#start: 2026-12-01T00:00:00Z#stop: 2026-11-01T00:00:00Z|/stop",
                "version: 1|version: 1#start: yesterday|/start",
                "version: 1|version: 1#primary: happiness|/primary",
                "version: 1|version: 1#guardrails: [{metric: orders, at_most_worse: 0}, {metric: orders,"
                        + " at_most_worse: 1}]|/guardrails/1/metric"
            })
    void what_is_wrong_is_refused_with_its_place(String was, String is, String place) {
        ExperimentReader.Reading reading = reader.read(SHORT.replace(was, is.replace("#", "\n")));
        assertThat(reading.experiment()).isNull();
        assertThat(reading.faults())
                .extracting(RuleFault::toString)
                .anyMatch(fault -> fault.startsWith(place));
    }
}
