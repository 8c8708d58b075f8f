package io.nextclick.expectation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nextclick.event.EventField;
import io.nextclick.event.EventType;
import io.nextclick.expectation.Expectation.Between;
import io.nextclick.expectation.Expectation.Claim;
import io.nextclick.expectation.Expectation.OneOf;
import io.nextclick.expectation.Expectation.PerHour;
import io.nextclick.expectation.Expectation.Present;
import io.nextclick.expectation.Expectation.Rejects;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Expectations as a suite of Great Expectations 1.9 or newer, over the events as a flat table: a
 * row an event, a column a field, named by its way in the contract. What a table cannot show is
 * left out.
 *
 * <p>Source of the form: {@code ExpectationSuite.to_json_dict} and {@code
 * great_expectations.expectations.row_conditions} of great_expectations 1.24.1.
 */
public final class GreatExpectationsSuite {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final List<Map<String, Object>> expectations = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private final Set<String> columns = new TreeSet<>();

    /**
     * @param name of the suite
     * @param expectations what is in it
     */
    public GreatExpectationsSuite(String name, List<Expectation> expectations) {
        this.name = name;
        expectations.forEach(this::add);
    }

    /** Ids of expectations that are not in the suite, since a table of events has no refusals. */
    public List<String> leftOut() {
        return List.copyOf(leftOut);
    }

    /** The suite as JSON, several lines. */
    public String json() {
        Map<String, Object> suite = new LinkedHashMap<>();
        suite.put("name", name);
        suite.put("expectations", expectations);
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("columns", columns);
        meta.put("left_out", leftOut);
        suite.put("meta", Map.of("nextclick", meta));
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(suite) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a suite is texts and numbers", e);
        }
    }

    private void add(Expectation expectation) {
        Claim claim = expectation.claim();
        Map<String, Object> arguments = new LinkedHashMap<>();
        String description = expectation.text();
        String type;
        if (claim instanceof Present present) {
            type = "expect_column_values_to_not_be_null";
            column(present.field(), arguments);
            mostly(present.share(), arguments);
        } else if (claim instanceof Between between) {
            type = "expect_column_values_to_be_between";
            column(between.field(), arguments);
            bounds(between.from(), between.to(), arguments);
            mostly(between.share(), arguments);
        } else if (claim instanceof OneOf oneOf) {
            type = "expect_column_values_to_be_in_set";
            column(oneOf.field(), arguments);
            arguments.put("value_set", oneOf.values());
            mostly(oneOf.share(), arguments);
        } else if (claim instanceof PerHour perHour) {
            type = "expect_table_row_count_to_be_between";
            bounds(perHour.atLeast(), perHour.atMost(), arguments);
            description += ", of a table of one hour";
        } else if (claim instanceof Rejects) {
            leftOut.add(expectation.id());
            return;
        } else {
            throw new IllegalStateException("no form of " + claim);
        }
        condition(expectation, arguments);
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("type", type);
        entry.put("description", description);
        entry.put("kwargs", arguments);
        entry.put("meta", Map.of("id", expectation.id()));
        expectations.add(entry);
    }

    private void column(EventField field, Map<String, Object> arguments) {
        columns.add(field.name());
        arguments.put("column", field.name());
    }

    private static void mostly(double share, Map<String, Object> arguments) {
        if (share < 1) {
            arguments.put("mostly", share);
        }
    }

    private static void bounds(
            @Nullable Number from, @Nullable Number to, Map<String, Object> arguments) {
        if (from != null) {
            arguments.put("min_value", from);
        }
        if (to != null) {
            arguments.put("max_value", to);
        }
    }

    private void condition(Expectation expectation, Map<String, Object> arguments) {
        List<Map<String, Object>> conditions = new ArrayList<>();
        List<String> types = expectation.types().stream().map(EventType::name).toList();
        if (types.size() == 1) {
            conditions.add(comparison(EventField.EVENT_TYPE, "==", types.get(0)));
        } else if (!types.isEmpty()) {
            conditions.add(comparison(EventField.EVENT_TYPE, "IN", types));
        }
        String site = expectation.site();
        if (site != null) {
            conditions.add(comparison(EventField.SITE, "==", site));
        }
        if (conditions.size() == 1) {
            arguments.put("row_condition", conditions.get(0));
        } else if (!conditions.isEmpty()) {
            Map<String, Object> both = new LinkedHashMap<>();
            both.put("type", "and");
            both.put("conditions", conditions);
            arguments.put("row_condition", both);
        }
    }

    private Map<String, Object> comparison(String column, String operator, Object parameter) {
        columns.add(column);
        Map<String, Object> comparison = new LinkedHashMap<>();
        comparison.put("type", "comparison");
        comparison.put("column", Map.of("name", column));
        comparison.put("operator", operator);
        comparison.put("parameter", parameter);
        return comparison;
    }
}
