package io.nextclick.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.nextclick.testkit.GatewayClient.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;

/** Holds answers against the schemas of {@code openapi.yaml}. */
public final class Schemas {

    private Schemas() {}

    public static JsonNode document() {
        try (InputStream file = Schemas.class.getResourceAsStream("/web/openapi.yaml")) {
            return new YAMLMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Checks that an answer's status is among those of the operation, and its body of the schema
     * that stands there.
     *
     * @param operation method and path as the document has them
     */
    public static Reply checked(String operation, Reply reply) {
        JsonNode document = document();
        String[] words = operation.split(" ", -1);
        JsonNode responses =
                document.path("paths")
                        .path(words[1])
                        .path(words[0].toLowerCase(Locale.ROOT))
                        .path("responses");
        JsonNode response = responses.path(String.valueOf(reply.status()));
        assertThat(response.isMissingNode()).as("%s: %s", operation, reply).isFalse();
        boolean problem = response.has("$ref");
        String schema =
                problem
                        ? "#/components/schemas/Problem"
                        : response.at("/content/application~1json/schema/$ref").asText();
        ObjectNode root = new YAMLMapper().createObjectNode().put("$ref", schema);
        root.set("components", document.path("components"));
        assertThat(
                        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                                .getSchema(root.toString(), InputFormat.JSON)
                                .validate(reply.body()))
                .as("%s: %s", operation, reply)
                .isEmpty();
        return reply;
    }
}
