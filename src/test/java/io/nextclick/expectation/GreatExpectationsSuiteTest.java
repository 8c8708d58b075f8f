package io.nextclick.expectation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The suite is what {@code src/build/expectations/check.py} gave to Great Expectations, which took
 * it, gave it back as it was, and judged good and bad rows by it.
 */
class GreatExpectationsSuiteTest {

    private static final Path FOLDER = Path.of("src/test/resources/expectations");

    private static GreatExpectationsSuite suite(String text) {
        ExpectationsReader.Reading reading = new ExpectationsReader().read(text);
        assertThat(reading.faults()).isEmpty();
        return new GreatExpectationsSuite("shop", reading.expectations());
    }

    @Test
    void it_is_the_one_that_great_expectations_took() throws Exception {
        GreatExpectationsSuite suite = suite(Files.readString(FOLDER.resolve("shop.yaml")));
        assertThat(suite.json()).isEqualTo(Files.readString(FOLDER.resolve("shop.gx.json")));
        assertThat(suite.leftOut()).containsExactly("refused");
    }

    @Test
    void a_bound_or_condition_that_there_is_not_is_not_written() throws Exception {
        GreatExpectationsSuite suite =
                suite(
                        """
                        version: 1
                        expectations:
                          - {id: a, field: context.price, between: {from: 1}}
                          - {id: b, site: b, per_hour: {at_most: 5}}
                        """);
        JsonNode written = new ObjectMapper().readTree(suite.json());
        JsonNode first = written.at("/expectations/0/kwargs");
        assertThat(first.fieldNames()).toIterable().containsExactly("column", "min_value");
        JsonNode second = written.at("/expectations/1/kwargs");
        assertThat(second.fieldNames()).toIterable().containsExactly("max_value", "row_condition");
        assertThat(second.at("/row_condition/column/name").asText()).isEqualTo("site");
        assertThat(List.copyOf(suite.leftOut())).isEmpty();
    }
}
