package io.nextclick.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nextclick.gateway.Route.Access;
import io.nextclick.testkit.Schemas;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document {@code openapi.yaml} says what the routes are. */
class OpenapiTest {

    @TempDir private static Path folder;

    private static Map<String, String> routes() throws Exception {
        Map<String, String> found = new TreeMap<>();
        try (Gateway gateway = Gateway.start(GatewayRefusalsTest.options(folder, Map.of()))) {
            for (Route route : gateway.routes()) {
                String access =
                        switch (route.access()) {
                            case OPEN -> "";
                            case PUBLIC -> "publicKey";
                            case SECRET -> "secretKey";
                        };
                found.put(route.name(), access + ' ' + new TreeSet<>(route.body()));
            }
        }
        return found;
    }

    private static Map<String, String> documented(JsonNode document) {
        Map<String, String> found = new TreeMap<>();
        for (var path : document.path("paths").properties()) {
            for (var method : path.getValue().properties()) {
                JsonNode operation = method.getValue();
                JsonNode security = operation.path("security").path(0);
                String access = security.isEmpty() ? "" : security.fieldNames().next();
                Set<String> types = new TreeSet<>();
                operation
                        .path("requestBody")
                        .path("content")
                        .fieldNames()
                        .forEachRemaining(types::add);
                found.put(
                        method.getKey().toUpperCase(Locale.ROOT) + ' ' + path.getKey(),
                        access + ' ' + types);
            }
        }
        return found;
    }

    @Test
    void it_has_every_route_with_its_key_and_its_media_types() throws Exception {
        assertThat(documented(Schemas.document())).isEqualTo(routes());
    }

    @Test
    void every_operation_names_what_every_route_with_a_key_may_answer() {
        for (var path : Schemas.document().path("paths").properties()) {
            for (var method : path.getValue().properties()) {
                JsonNode operation = method.getValue();
                Set<String> codes = new TreeSet<>();
                operation.path("responses").fieldNames().forEachRemaining(codes::add);
                assertThat(codes).as(path.getKey()).contains("429", "503");
                if (!operation.path("security").isEmpty()) {
                    assertThat(codes).as(path.getKey()).contains("401", "403");
                }
                if (operation.has("requestBody")) {
                    assertThat(codes).as(path.getKey()).contains("413", "415");
                }
            }
        }
        assertThat(Access.values()).hasSize(3);
    }
}
