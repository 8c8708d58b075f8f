package io.nextclick.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.nextclick.testkit.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What kustomize and kubeconform say, where they are on the PATH. */
class KustomizeTest {

    /** The hash of a ConfigMap's content behind its name. */
    private static final Pattern HASH =
            Pattern.compile("(nextclick(?:-gateway)?-options)-[a-z0-9]{10}\\b");

    private static final Path HERE = Path.of("");

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "base",
                "overlays/development",
                "overlays/production",
                "overlays/blue-green",
                "overlays/blue-green/blue",
                "overlays/blue-green/green",
                "overlays/gateway"
            })
    void kustomize_renders_what_the_other_tests_look_at(String overlay) throws Exception {
        String rendered = HASH.matcher(kustomize(overlay)).replaceAll("$1");
        List<JsonNode> expected =
                List.copyOf(
                        Kustomization.render(
                                DeployFiles.shipped(), ManifestsTest.KUBERNETES + overlay));
        assertThat(byName(DeployFiles.parse(rendered))).isEqualTo(byName(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlays/production", "overlays/gateway"})
    void the_name_of_the_options_is_followed_into_the_deployment(String overlay) throws Exception {
        List<String> names =
                HASH.matcher(kustomize(overlay)).results().map(each -> each.group()).toList();
        assertThat(names).hasSize(2).allMatch(names.get(0)::equals);
    }

    @EachOverlay
    void kubeconform_finds_no_fault(String overlay) throws Exception {
        Files.writeString(folder.resolve("all.yaml"), kustomize(overlay));
        Command result = kubeconform();
        assertThat(result.exit()).as(result.printed()).isZero();
        assertThat(result.printed()).contains("Invalid: 0, Errors: 0");
    }

    @Test
    void kubeconform_finds_a_mistake() throws Exception {
        String yaml = kustomize("base").replace("podSelector", "podSelection");
        Files.writeString(folder.resolve("all.yaml"), yaml);
        assertThat(kubeconform().exit()).isNotZero();
    }

    /** Schemas of Kubernetes' own kinds are a folder of {@code -Dnextclick.schemas}, or fetched. */
    private Command kubeconform() throws Exception {
        assumeTrue(Command.isOnPath("kubeconform"), "kubeconform is not on the PATH");
        Path schemas = Files.createDirectories(folder.resolve("flink.apache.org"));
        Files.writeString(
                schemas.resolve("flinkdeployment_v1beta1.json"),
                CrdSchema.ofFlinkDeployments().toString());
        Command result =
                Command.run(
                        HERE,
                        Map.of(),
                        List.of(
                                "kubeconform",
                                "-strict",
                                "-summary",
                                // Strimzi's: there is no definition at hand.
                                "-skip",
                                "KafkaTopic,KafkaUser",
                                "-schema-location",
                                folder
                                        + "/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json",
                                "-schema-location",
                                System.getProperty("nextclick.schemas", "default"),
                                folder.resolve("all.yaml").toString()));
        assumeTrue(
                !result.printed().contains("failed downloading"),
                "no schemas of Kubernetes at hand; give their folder as -Dnextclick.schemas");
        return result;
    }

    private static String kustomize(String overlay) throws Exception {
        List<String> command = new ArrayList<>();
        if (Command.isOnPath("kustomize")) {
            command.addAll(List.of("kustomize", "build"));
        } else {
            assumeTrue(Command.isOnPath("kubectl"), "neither kustomize nor kubectl is on the PATH");
            command.addAll(List.of("kubectl", "kustomize"));
        }
        command.add(ManifestsTest.KUBERNETES + overlay);
        Command result = Command.run(HERE, Map.of(), command);
        assertThat(result.exit()).as(result.printed()).isZero();
        return result.printed();
    }

    private static Map<String, JsonNode> byName(List<JsonNode> resources) {
        Map<String, JsonNode> map = new TreeMap<>();
        for (JsonNode each : resources) {
            map.put(each.get("kind").asText() + " " + Kustomization.name(each), each);
        }
        return map;
    }
}
