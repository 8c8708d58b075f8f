package io.nextclick.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.testkit.GeneratedPart;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/consumers.md} names the fingerprints of the files in {@code avro/}, and has a program
 * in both languages for each topic that the job writes. {@code src/build/consumers/check.sh} runs
 * them.
 */
class ConsumersPageTest {

    private static final Path PAGE = Path.of("docs/consumers.md");

    @Test
    void it_has_the_fingerprints_of_what_the_job_writes() throws Exception {
        StringBuilder table =
                new StringBuilder("\n| topic | schema | a value begins with |\n|---|---|---|\n");
        for (Topic<?> topic : written()) {
            String name = topic.schema().getName();
            Schema schema = new Schema.Parser().parse(new File("avro/" + name + ".avsc"));
            table.append("| `%s` | `%s` | `%s` |\n".formatted(topic, name, header(schema)));
        }
        GeneratedPart.check(
                PAGE,
                "<!-- fingerprints: begin -->",
                "<!-- fingerprints: end -->",
                table.append('\n').toString());
    }

    @Test
    void it_has_a_program_for_each_topic_that_the_job_writes() throws Exception {
        assertThat(missing(Files.readString(PAGE))).isEmpty();
    }

    @Test
    void the_guard_finds_a_program_that_is_missing() throws Exception {
        String page = Files.readString(PAGE).replace("```js sessions.js", "```js other.js");
        assertThat(missing(page)).containsExactly("```js sessions.js");
    }

    private static List<String> missing(String page) {
        List<String> missing = new ArrayList<>();
        for (Topic<?> topic : written()) {
            missing.add("```python %s.py".formatted(topic));
            missing.add("```js %s.js".formatted(topic));
        }
        missing.removeIf(block -> page.contains(block + '\n'));
        return missing;
    }

    private static List<Topic<?>> written() {
        return Topics.all().stream()
                .filter(topic -> topic.direction() != Topic.Direction.INPUT)
                .toList();
    }

    /** The ten bytes of single-object encoding. */
    private static String header(Schema schema) throws Exception {
        byte[] fingerprint = SchemaNormalization.parsingFingerprint("CRC-64-AVRO", schema);
        return "C3 01 " + HexFormat.ofDelimiter(" ").withUpperCase().formatHex(fingerprint);
    }
}
