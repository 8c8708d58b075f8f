package io.nextclick.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioReaderTest {

    @TempDir private Path folder;

    private Scenario read(String... lines) throws IOException {
        Path file = Files.write(folder.resolve("some.jsonl"), List.of(lines));
        return Scenario.read(file, Playground.defaults());
    }

    private static JsonNode json(String text) throws IOException {
        return ScenarioReader.JSON.readTree(text.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'topic': 'event', 'value': {}} | unknown topic 'event', the job reads events,",
                "{'topic': 'sessions', 'value': {}} | unknown topic 'sessions'",
                "{'topic': 'events', 'valeu': {}} | unknown key 'valeu'",
                "{'topic': 'events', 'value': {}, 'timestamp': '10:00'} | '10:00' is no time",
                "{'topic': 'events', 'value': {}, 'partition': 2} | 'partition' must be",
                "{'topic': 'rules', 'starter_rule': 'x'} | unknown starter rule 'x'",
                "{'topic': 'events', 'topic': 'events'} | Duplicate field 'topic'",
                "{'topic': 'events', 'value': {} | is not well-formed JSON",
                "[1] | is not a JSON object",
                "{'value': {}} | must have one of the keys",
                "{'tick': '2025-01-01T00:00:00Z', 'wait_ms': 1} | must have one of the keys",
                "{'options': {'session.gap': 'long'}} | Invalid value 'long' for 'session.gap'",
                "{'options': {'no.such': '1'}} | Unknown option 'no.such'",
                "{'wait_ms': -1} | 'wait_ms' must be a whole number",
                "{'expect': {'topic': 'events', 'count': 1}} | unknown topic 'events'",
                "{'expect': {'topic': 'sessions'}} | expects nothing",
                "{'expect': {'topic': 'sessions', 'first': {}}} | unknown key 'first'",
                "{'expect': {'topic': 'sessions', 'last': 'none'}} | 'last' must be",
                "{'start': {'parallelism': 99}} | 'parallelism' must be",
                "{'start': {'paralelism': 2}} | unknown key 'paralelism'",
            })
    void what_is_wrong_is_named_with_its_line(String line, String fault) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("# a comment", "", line.replace('\'', '"')))
                .withMessageContaining("some.jsonl, line 3: ")
                .withMessageContaining(fault);
    }

    @Test
    void all_faults_are_named_at_once() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("{", "{\"wait_ms\": 1}", "{\"x\": 1}"))
                .withMessageContainingAll("line 1: ", "line 3: ");
    }

    @Test
    void a_job_is_started_only_if_it_is_stopped() throws IOException {
        assertThat(read("{\"stop\": true}", "{\"start\": {\"parallelism\": 2}}").parallelism())
                .isEqualTo(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("{\"wait_ms\": 1}", "{\"start\": true}"))
                .withMessageContaining("line 2: the job runs already");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("{\"stop\": true}", "{\"restart\": true}"))
                .withMessageContaining("line 2: the job is stopped already");
    }

    @Test
    void a_record_has_its_own_time_else_its_events_else_that_of_now() throws IOException {
        List<Step> steps =
                read(
                                "{\"topic\": \"events\", \"value\": {\"occurred_at\": 7}}",
                                "{\"topic\": \"events\", \"value\": {\"occurred_at\":"
                                        + " \"1970-01-01T00:00:01Z\"}, \"timestamp\": 9}",
                                "{\"topic\": \"events\", \"value\": {\"occurred_at\":"
                                        + " \"1970-01-01T00:00:01Z\"}}",
                                "{\"topic\": \"events\", \"value\": {\"occurred_at\":"
                                        + " \"${now}\"}}",
                                "{\"topic\": \"items\", \"key\": \"tea\"}")
                        .steps();
        assertThat(steps)
                .extracting(step -> ((Step.Send) step).millis())
                .containsExactly(7L, 9L, 1_000L, null, null);
        assertThat(((Step.Send) steps.get(4)).value()).isNull();
    }

    @Test
    void numbers_are_sent_as_they_are_written() throws IOException {
        String line = "{\"topic\":\"items\",\"value\":{\"price\":2.10,\"stock\":123456789012345}}";
        assertThat(((Step.Send) read(line).steps().get(0)).value())
                .isEqualTo("{\"price\":2.10,\"stock\":123456789012345}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a': 1} | {'a': 1.0, 'b': 2} | true",
                "{'a': 1} | {'a': 2} | false",
                "{'a': {'b': 'x'}} | {'a': {'b': 'x', 'c': 'y'}} | true",
                "{'a': [{'i': 2}]} | {'a': [{'i': 1}, {'i': 2}]} | true",
                "{'a': [{'i': 2}, {'i': 1}]} | {'a': [{'i': 1}, {'i': 2}]} | false",
                "{'a': [{'i': 1}, {'i': 2}]} | {'a': [{'i': 1}, {'i': 3}, {'i': 2}]} | true",
                "{'a': []} | {'a': [1]} | false",
                "{'a': []} | {'a': []} | true",
                "{'a': null} | {'b': 1} | true",
                "{'a': null} | {'a': 1} | false",
                "{'a': 1} | {} | false",
                "null | null | true",
                "{} | null | false",
            })
    void a_pattern_is_a_part_of_a_value(String pattern, String value, boolean matches)
            throws IOException {
        assertThat(Expectation.matches(json(pattern), json(value))).isEqualTo(matches);
    }

    private static OutputRecord record(String key, String value) throws IOException {
        JsonNode node = json(value);
        return new OutputRecord(
                "sessions",
                key,
                node.isNull() ? null : node,
                ScenarioReader.JSON.createObjectNode(),
                0,
                0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'key': 'a', 'last': {'n': 2} | true",
                "'key': 'a', 'last': {'n': 1} | false",
                "'key': 'b', 'last': null | true",
                "'key': 'a', 'last': null | false",
                "'key': 'c', 'last': 'absent' | true",
                "'key': 'a', 'last': 'absent' | false",
                "'key': 'b', 'last': {} | false",
                "'key': 'c', 'last': {} | false",
                "'key': 'a', 'not': {'n': 2} | false",
                "'key': 'a', 'not': {'n': 3} | true",
                "'where': {'n': 1}, 'count': 2 | true",
                "'where': {'n': 1}, 'count': 1 | false",
                "'count': 4 | true",
            })
    void an_expectation_looks_at_the_newest_record_that_counts(String text, boolean met)
            throws IOException {
        List<OutputRecord> records =
                List.of(
                        record("a", "{'n': 1}"),
                        record("b", "{'n': 1}"),
                        record("a", "{'n': 2}"),
                        record("b", "null"));
        Expectation expectation = Expectation.of(json("{'topic': 'sessions', " + text + "}"));
        assertThat(expectation.fault(records).isEmpty()).isEqualTo(met);
    }

    @Test
    void a_wrong_file_ends_the_command_before_anything_starts() throws IOException {
        Properties properties = new Properties();
        properties.setProperty(
                "file",
                Files.writeString(folder.resolve("bad.jsonl"), "{\"topik\": 1}").toString());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exit =
                ScenarioCommand.run(properties, new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(exit).isEqualTo(2);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("bad.jsonl, line 1: must have");
    }
}
