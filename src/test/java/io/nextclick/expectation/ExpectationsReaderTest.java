package io.nextclick.expectation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.EventType;
import io.nextclick.rule.DefinitionReader;
import io.nextclick.rule.RuleFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectationsReaderTest {

    private static final String ONE =
            """
            version: 1
            expectations:
              - {id: a, %s}
            """;

    private final ExpectationsReader reader = new ExpectationsReader();

    @Test
    void all_of_it_is_read() {
        ExpectationsReader.Reading reading =
                reader.read(
                        """
                        version: 1
                        expectations:
                          - id: item
                            types: [CLICK, VIEW]
                            field: item_id
                            present: 0.99
                          - {id: price, site: shop.ch, field: context.price, between: {from: 0.01, to: 10000}}
                          - {id: cheap, field: context.price, between: {to: 1e6}, share: 0.5}
                          - {id: currency, field: context.currency, in: [EUR, CHF], share: 0.999}
                          - {id: colour, field: context.attributes.colour, in: [a, b, c, d, e, f, g]}
                          - {id: sold, types: [PURCHASE], per_hour: {at_least: 1}}
                          - {id: logins, site: b, types: [LOGIN], per_hour: {at_least: 0, at_most: 1000}}
                          - {id: refused, rejects: 0.01}
                        """);
        assertThat(reading.faults()).isEmpty();
        assertThat(reading.expectations().stream().map(Expectation::text))
                .containsExactly(
                        "VIEW, CLICK: item_id is present in at least 99 %",
                        "all events of site shop.ch: context.price is 0.01 to 10000 in all",
                        "all events: context.price is at most 1000000 in at least 50 %",
                        "all events: context.currency is one of EUR, CHF in at least 99.9 %",
                        "all events: context.attributes.colour is one of a, b, c, d, e and 2 more"
                                + " in all",
                        "PURCHASE: at least 1 an hour",
                        "LOGIN of site b: 0 to 1000 an hour",
                        "at most 1 % of the records refused");
        assertThat(reading.expectations().get(0).types())
                .containsExactly(EventType.VIEW, EventType.CLICK);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Fields.
                "field: itm_id, present: 1|/field|unknown field 'itm_id'; did you mean 'item_id'?",
                "field: currency, present: 1|/field|did you mean 'context.currency'?",
                "field: attributes.colour, present: 1|/field|did you mean 'context.attributes.colour'?",
                "field: time_zone, present: 1|/field|did you mean 'signals.time_zone'?",
                "field: context.pageType, present: 1|/field|did you mean 'context.page_type'?",
                "field: telephone, present: 1|/field|unknown field 'telephone'; known are event_id,",
                "field: context.shown, present: 1|/field|unknown field",
                "field: context.attributes., present: 1|/field|unknown field",
                "field: '', present: 1|/field|must be at least 1 characters",
                "present: 1||needs a field",
                // Types and sites.
                "types: [VEIW], field: item_id, present: 1|/types/0|no event has the type 'VEIW'; did you mean 'VIEW'?",
                "types: [VIEW, BOUGHT], field: item_id, present: 1|/types/1|'BOUGHT'; known are UNKNOWN, VIEW,",
                "types: [], field: item_id, present: 1|/types|must have at least 1 item",
                "types: [VIEW, VIEW], field: item_id, present: 1|/types|unique",
                "site: a/b, field: item_id, present: 1|/site|site must be 1 to 64",
                // Claims.
                "field: item_id||states 0 of present, between, in, per_hour and rejects",
                "field: item_id, present: 1, in: [a]||states 2 of",
                // Shares.
                "field: item_id, present: 0|/present|must have an exclusive minimum value of 0",
                "field: item_id, present: 1.01|/present|must have a maximum value of 1",
                "field: item_id, present: most|/present|string found, number expected",
                "field: item_id, in: [a], share: 0|/share|exclusive minimum",
                "field: item_id, in: [a], share: 2|/share|must have a maximum",
                "field: item_id, present: 1, share: 1|/share|goes with between and in only",
                "rejects: -0.1|/rejects|must have a minimum value of 0",
                "rejects: 1|/rejects|exclusive maximum",
                // Bounds.
                "field: item_id, between: {from: 1}|/between|is of numbers, and item_id is a text",
                "field: occurred_at, between: {from: 1}|/between|occurred_at is a time",
                "field: context.price, between: {from: 2, to: 1}|/between|is empty: from 2.0 to 1.0",
                "field: context.price, between: {}|/between|must have at least 1 properties",
                "field: context.price, between: {form: 1}|/between|'form'",
                "field: context.price, between: {from: 1e999}|/between/from|number expected",
                "field: context.price, between: [1, 2]|/between|array found, object expected",
                // Sets.
                "field: context.price, in: ['1']|/in|is of texts, and context.price is a number",
                "field: context.currency, in: []|/in|must have at least 1 items",
                "field: context.currency, in: [EUR, EUR]|/in|unique",
                "field: context.currency, in: [1]|/in/0|integer found, string expected",
                "field: context.currency, in: [NO]|/in/0|boolean found, string expected",
                "field: context.currency, in: [' ']|/in/0|a blank text counts as absent",
                "field: event_type, in: [VIEW, CLIK]|/in/1|did you mean 'CLICK'?",
                "field: site, in: [a/b]|/in/0|site must be",
                // Counts.
                "per_hour: {at_least: 2, at_most: 1}|/per_hour|is empty: at_least 2, at_most 1",
                "per_hour: {at_least: 0}|/per_hour|always holds",
                "per_hour: {at_least: 0.5}|/per_hour/at_least|number found, integer expected",
                "per_hour: {at_most: -1}|/per_hour/at_most|must have a minimum value of 0",
                "per_hour: {}|/per_hour|must have at least 1 properties",
                "field: item_id, per_hour: {at_least: 1}|/field|does not go with per_hour",
                // Rejects.
                "field: item_id, rejects: 0|/field|does not go with per_hour and rejects",
                "site: a, rejects: 0|/site|is not known of what is refused",
                "types: [VIEW], rejects: 0|/types|are not known of what is refused",
                // What there is not.
                "field: item_id, presence: 1||'presence'"
            })
    void what_is_wrong_is_refused_with_its_place(String entry, String place, String reason) {
        ExpectationsReader.Reading reading = reader.read(ONE.formatted(entry));
        assertThat(reading.expectations()).isEmpty();
        assertThat(reading.faults())
                .anySatisfy(
                        fault -> {
                            assertThat(fault.place())
                                    .isEqualTo("/expectations/0" + (place == null ? "" : place));
                            assertThat(fault.reason()).contains(reason);
                        });
    }

    @Test
    void the_file_as_a_whole_is_checked() {
        String right = ONE.formatted("field: item_id, present: 1");
        assertThat(reader.read(right).faults()).isEmpty();
        assertFault(right.replace("version: 1", "version: 2"), "/version");
        assertFault(right.replace("version: 1\n", ""), "");
        assertFault("version: 1\nexpectations: []\n", "/expectations");
        assertFault(right + "owner: me\n", "");
        assertFault(right + "version: 1\n", "");
        assertFault(right + "---\n" + right, "");
        assertFault(right.replace("id: a, ", ""), "/expectations/0");
        assertFault(right.replace("id: a", "id: 'a b'"), "/expectations/0/id");
        assertFault(right + "  - {id: a, rejects: 0}\n", "/expectations/1/id");
        assertFault(right.replace("present: 1", "present: .nan"), "");
        assertFault("", "");
    }

    @Test
    void the_example_of_the_documentation_is_right() throws Exception {
        String page = Files.readString(Path.of("docs/expectations.md"));
        String example = page.substring(page.indexOf("```yaml\n") + 8);
        ExpectationsReader.Reading reading =
                reader.read(example.substring(0, example.indexOf("```")));
        assertThat(reading.faults()).isEmpty();
        assertThat(reading.expectations()).hasSize(6);
    }

    @Test
    void its_size_is_bounded() {
        String values =
                IntStream.range(0, 101).mapToObj(i -> "v" + i).collect(Collectors.joining(", "));
        assertFault(
                ONE.formatted("field: item_id, in: [%s]".formatted(values)), "/expectations/0/in");
        String lines =
                IntStream.range(0, 201)
                        .mapToObj("  - {id: e%d, rejects: 0}\n"::formatted)
                        .collect(Collectors.joining());
        assertFault("version: 1\nexpectations:\n" + lines, "/expectations");
        assertFault(" ".repeat(DefinitionReader.MAX_LENGTH + 1), "");
    }

    private void assertFault(String text, String place) {
        ExpectationsReader.Reading reading = reader.read(text);
        assertThat(reading.expectations()).isEmpty();
        List<String> places = reading.faults().stream().map(RuleFault::place).toList();
        assertThat(places).as(text).contains(place);
    }
}
