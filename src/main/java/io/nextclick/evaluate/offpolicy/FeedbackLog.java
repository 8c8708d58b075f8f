package io.nextclick.evaluate.offpolicy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The choices of the job's feedback records: the arms of lists. The newest record of a list counts,
 * if its windows are over, it is still its person's, and an impression showed it; so one entry a
 * list is kept. A list of which only a click is known is left out, since lists that were not
 * clicked would not be known that way.
 */
final class FeedbackLog {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String surface;
    private final Map<String, Choice> byList = new LinkedHashMap<>();

    FeedbackLog(String surface) {
        this.surface = surface;
    }

    /** Reads JSON lines: records, or recorded ones with their topic. */
    void read(BufferedReader reader) throws IOException {
        long number = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            try {
                JsonNode node = JSON.readTree(line);
                if (!node.has("topic")) {
                    add(node);
                } else if (node.path("topic").asText().equals("feedback")) {
                    add(node.path("value"));
                }
            } catch (JsonProcessingException e) {
                throw new IOException("line %d: no JSON".formatted(number), e);
            } catch (IllegalArgumentException e) {
                throw new IOException("line %d: %s".formatted(number, e.getMessage()), e);
            }
        }
    }

    private void add(JsonNode record) {
        String id = record.path("feedback_id").asText();
        if (id.isEmpty()) {
            throw new IllegalArgumentException("no feedback_id");
        }
        boolean counts =
                record.path("complete").asBoolean()
                        && !record.path("retracted").asBoolean()
                        && (surface.isEmpty() || surface.equals(record.path("surface").asText()));
        boolean shown = false;
        boolean clicked = false;
        for (JsonNode item : record.path("items")) {
            shown |= item.path("shown").asBoolean();
            clicked |= item.hasNonNull("clicked_at");
        }
        if (counts && shown) {
            byList.put(
                    id,
                    new Choice(
                            1,
                            record.path("arm").asText(""),
                            record.path("propensity").asDouble(Double.NaN),
                            clicked ? 1 : 0));
        } else {
            byList.remove(id);
        }
    }

    void forEach(Consumer<Choice> choices) {
        byList.values().forEach(choices);
    }
}
