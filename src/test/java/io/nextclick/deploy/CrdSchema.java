package io.nextclick.deploy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The JSON schema of a FlinkDeployment, out of the operator's CustomResourceDefinition. */
final class CrdSchema {

    private static final String FILE = "flinkdeployments.flink.apache.org-v1.yml";

    private CrdSchema() {}

    /**
     * The schema; the test is skipped if the definition is not at hand. Kubernetes drops a field
     * that the definition does not have, so here it is a fault.
     */
    static JsonNode ofFlinkDeployments() throws Exception {
        Path file = Path.of(System.getProperty("nextclick.deploy", "../shared/deploy"), FILE);
        assumeTrue(
                Files.exists(file),
                () -> file.toAbsolutePath() + " is absent; give its folder as -Dnextclick.deploy");
        JsonNode schema =
                DeployFiles.parse(Files.readString(file))
                        .get(0)
                        .at("/spec/versions/0/schema/openAPIV3Schema");
        // Every resource has these; a definition need not.
        List.of("apiVersion", "kind", "metadata")
                .forEach(each -> ((ObjectNode) schema.get("properties")).putObject(each));
        close(schema);
        return schema;
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.has("properties")
                && !object.has("additionalProperties")
                && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            object.put("additionalProperties", false);
        }
        schema.forEach(CrdSchema::close);
    }
}
