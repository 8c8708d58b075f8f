package io.nextclick.evaluate.offpolicy;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The choices of a file of the Open Bandit Dataset. */
final class OpenBanditLog {

    private static final List<String> COLUMNS =
            List.of("item_id", "position", "click", "propensity_score");

    private static final int MAX_POSITION = 10_000;

    private OpenBanditLog() {}

    static void read(BufferedReader reader, Consumer<Choice> choices) throws IOException {
        try (CSVParser parser = parser(reader)) {
            if (!parser.getHeaderNames().containsAll(COLUMNS)) {
                throw new IOException(
                        "the header must have %s".formatted(String.join(", ", COLUMNS)));
            }
            for (CSVRecord line : parser) {
                choices.accept(choice(line, parser.getCurrentLineNumber()));
            }
        }
    }

    // The parser's builder needs a newer commons-io than the one that is bundled, not relocated, in
    // flink-sql-avro-confluent-registry; its constructor does not.
    @SuppressWarnings("deprecation")
    private static CSVParser parser(BufferedReader reader) throws IOException {
        CSVFormat.Builder format = CSVFormat.DEFAULT.builder();
        format.setHeader().setSkipHeaderRecord(true).setAllowMissingColumnNames(true);
        return new CSVParser(reader, format.get());
    }

    private static Choice choice(CSVRecord line, long number) throws IOException {
        try {
            return choice(line);
        } catch (IllegalArgumentException e) {
            throw new IOException("line %d: %s".formatted(number, e.getMessage()), e);
        }
    }

    private static Choice choice(CSVRecord line) {
        int position = Integer.parseInt(line.get("position"));
        if (position < 1 || position > MAX_POSITION) {
            throw new IllegalArgumentException("position must be 1 or more: " + position);
        }
        String propensity = line.get("propensity_score");
        return new Choice(
                position,
                line.get("item_id"),
                propensity.isEmpty() ? Double.NaN : Double.parseDouble(propensity),
                Double.parseDouble(line.get("click")));
    }
}
