package io.nextclick.evaluate.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetPolicyTest {

    @TempDir Path folder;

    private TargetPolicy read(String text) throws IOException {
        return TargetPolicy.read(Files.writeString(folder.resolve("policy.json"), text));
    }

    @Test
    void a_policy_has_the_same_probabilities_everywhere() throws Exception {
        TargetPolicy policy = read("{\"actions\": {\"a\": 0.7, \"b\": 0.3}}");
        assertThat(policy.probability(1, "a")).isEqualTo(0.7);
        assertThat(policy.probability(9, "b")).isEqualTo(0.3);
        assertThat(policy.probability(1, "c")).isZero();
    }

    @Test
    void or_others_at_each_position() throws Exception {
        TargetPolicy policy = read("{\"positions\": {\"1\": {\"a\": 1}, \"2\": {\"b\": 1}}}");
        assertThat(policy.probability(1, "a")).isOne();
        assertThat(policy.probability(2, "a")).isZero();
        assertThat(policy.at(3)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                             | no JSON",
                "{}                                            | either 'actions' or 'positions'",
                "{\"actions\":{\"a\":1},\"positions\":{}}      | either 'actions' or 'positions'",
                "{\"actions\":{}}                              | actions must sum to 1, not 0.0",
                "{\"actions\":{\"a\":0.5,\"b\":0.6}}           | actions must sum to 1, not 1.1",
                "{\"actions\":{\"a\":1.5,\"b\":-0.5}}          | actions.a must be a probability",
                "{\"actions\":{\"a\":\"much\"}}                | actions.a must be a probability",
                "{\"positions\":{\"0\":{\"a\":1}}}             | positions.0 must be a position",
                "{\"positions\":{\"2\":{\"a\":0.9}}}           | positions.2 must sum to 1"
            })
    void what_is_none_is_refused_with_its_place(String text, String fault) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(fault);
    }

    @Test
    void an_absent_file_is_named() {
        assertThatThrownBy(() -> TargetPolicy.read(folder.resolve("absent.json")))
                .isInstanceOf(IOException.class)
                .hasMessage("no such file");
    }
}
