package io.nextclick.expectation;

import io.nextclick.expectation.ExpectationsDocument.Entry;
import io.nextclick.rule.DefinitionReader;
import io.nextclick.rule.RuleFault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads expectations from YAML or JSON and finds all that is wrong with them: their shape by the
 * JSON schema, then what the schema cannot say.
 */
public final class ExpectationsReader {

    private static final String SCHEMA = "/expectations/expectations.schema.json";
    private final DefinitionReader<ExpectationsDocument> reader =
            new DefinitionReader<>(SCHEMA, ExpectationsDocument.class);

    /**
     * What came of reading expectations.
     *
     * @param expectations in the order of the file; empty if anything is wrong
     * @param faults all that is wrong
     */
    public record Reading(List<Expectation> expectations, List<RuleFault> faults) {}

    /** Reads expectations written in YAML, of which JSON is a part. */
    public Reading read(String text) {
        DefinitionReader.Reading<ExpectationsDocument> read = reader.read(text);
        List<Expectation> expectations = read.meaning(ExpectationsReader::expectations);
        return new Reading(expectations == null ? List.of() : expectations, read.faults());
    }

    private static List<Expectation> expectations(
            ExpectationsDocument document, List<RuleFault> faults) {
        List<Expectation> expectations = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        int index = 0;
        for (Entry entry : document.expectations()) {
            String place = "/expectations/" + index++;
            if (!ids.add(entry.id())) {
                faults.add(
                        new RuleFault(place + "/id", "'%s' is there twice".formatted(entry.id())));
            }
            new EntryCheck(entry, place, faults).expectation().ifPresent(expectations::add);
        }
        return List.copyOf(expectations);
    }
}
