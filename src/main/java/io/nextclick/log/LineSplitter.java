package io.nextclick.log;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Splits one line into fields. Lines are parsed one by one, since a stray quote would make a parser
 * of the whole file swallow all lines up to the next quote. Only a line with a quote needs the CSV
 * parser, which is dear to set up.
 */
final class LineSplitter {

    private final char delimiter;
    private final CSVFormat quoted;

    LineSplitter(char delimiter) {
        this.delimiter = delimiter;
        this.quoted = CSVFormat.DEFAULT.builder().setDelimiter(delimiter).get();
    }

    List<String> split(String line) throws BadLine {
        return line.indexOf('"') < 0 ? splitPlain(line) : splitQuoted(line);
    }

    private List<String> splitPlain(String line) {
        List<String> fields = new ArrayList<>();
        int start = 0;
        int end = line.indexOf(delimiter);
        while (end >= 0) {
            fields.add(line.substring(start, end));
            start = end + 1;
            end = line.indexOf(delimiter, start);
        }
        fields.add(line.substring(start));
        return fields;
    }

    // The parser's builder needs a newer commons-io than the one that is bundled, not relocated, in
    // flink-sql-avro-confluent-registry and comes first on the class path; its constructor does
    // not.
    @SuppressWarnings("deprecation")
    private List<String> splitQuoted(String line) throws BadLine {
        try (CSVParser parser = new CSVParser(new StringReader(line), quoted)) {
            List<CSVRecord> records = parser.getRecords();
            if (records.size() != 1) {
                throw new BadLine(SkipCause.MALFORMED_QUOTES, "not one record");
            }
            return records.get(0).toList();
        } catch (IOException | UncheckedIOException e) {
            throw new BadLine(SkipCause.MALFORMED_QUOTES, String.valueOf(e.getMessage()));
        }
    }
}
