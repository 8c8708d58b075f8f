package io.nextclick.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What kustomize makes of a folder, as far as {@code deploy/kubernetes} uses it: resources,
 * components, patches of custom resources, generated ConfigMaps without the hash in their name, a
 * namespace, a prefix and images. A field that it does not know is an error.
 */
final class Kustomization {

    private static final Set<String> KNOWN =
            Set.of(
                    "apiVersion",
                    "kind",
                    "resources",
                    "components",
                    "patches",
                    "configMapGenerator",
                    "configurations",
                    "namespace",
                    "namePrefix",
                    "images");

    private final DeployFiles files;

    private Kustomization(DeployFiles files) {
        this.files = files;
    }

    /** The resources of a folder, rendered. */
    static List<ObjectNode> render(DeployFiles files, String folder) {
        return new Kustomization(files).folder(folder, new ArrayList<>());
    }

    private List<ObjectNode> folder(String folder, List<ObjectNode> resources) {
        JsonNode kustomization = files.one(folder + "/kustomization.yaml");
        kustomization.fieldNames().forEachRemaining(name -> assertThat(KNOWN).contains(name));
        for (JsonNode each : kustomization.path("resources")) {
            String path = resolve(folder, each);
            if (files.has(path)) {
                files.all(path).forEach(document -> resources.add((ObjectNode) document));
            } else {
                resources.addAll(folder(path, new ArrayList<>()));
            }
        }
        kustomization.path("components").forEach(each -> folder(resolve(folder, each), resources));
        kustomization.path("configMapGenerator").forEach(each -> generate(folder, each, resources));
        kustomization.path("patches").forEach(each -> patch(folder, each, resources));
        resources.forEach(each -> rename(each, kustomization));
        kustomization.path("images").forEach(each -> image(each, resources));
        return resources;
    }

    private static String resolve(String folder, JsonNode path) {
        return Path.of(folder, path.textValue()).normalize().toString();
    }

    private void generate(String folder, JsonNode generator, List<ObjectNode> resources) {
        String name = generator.get("name").textValue();
        boolean replaces = generator.path("behavior").asText().equals("replace");
        boolean found =
                resources.removeIf(each -> is(each, "ConfigMap") && name(each).equals(name));
        assertThat(found).as("ConfigMap %s is there before", name).isEqualTo(replaces);
        ObjectNode map = JsonNodeFactory.instance.objectNode();
        map.put("apiVersion", "v1").put("kind", "ConfigMap");
        map.putObject("metadata").put("name", name);
        ObjectNode data = map.putObject("data");
        for (JsonNode file : generator.get("files")) {
            data.put(file.textValue(), files.text(resolve(folder, file)));
        }
        resources.add(map);
    }

    private void patch(String folder, JsonNode patch, List<ObjectNode> resources) {
        JsonNode content = files.one(resolve(folder, patch.get("path")));
        String target = patch.path("target").path("kind").asText(null);
        List<ObjectNode> patched =
                resources.stream()
                        .filter(
                                each ->
                                        target != null
                                                ? is(each, target)
                                                : is(each, content.get("kind").textValue())
                                                        && name(each).equals(name(content)))
                        .toList();
        assertThat(patched).as("what %s of %s patches", patch, folder).isNotEmpty();
        for (ObjectNode each : patched) {
            if (content.isArray()) {
                content.forEach(step -> apply(step, each));
            } else {
                ObjectNode body = content.deepCopy();
                body.remove("metadata");
                merge(each, body);
            }
        }
    }

    private static void apply(JsonNode step, ObjectNode to) {
        assertThat(step.get("op").textValue()).isEqualTo("add");
        JsonPointer path = JsonPointer.compile(step.get("path").textValue());
        JsonNode parent = to.at(path.head());
        String last = path.last().getMatchingProperty();
        if (parent instanceof ArrayNode array) {
            assertThat(last).isEqualTo("-");
            array.add(step.get("value").<JsonNode>deepCopy());
        } else {
            assertThat(parent.isObject()).as(step.toString()).isTrue();
            ((ObjectNode) parent).set(last, step.get("value").deepCopy());
        }
    }

    /** Of custom resources lists are replaced, since nothing says what their keys are. */
    private static void merge(ObjectNode into, ObjectNode patch) {
        patch.properties()
                .forEach(
                        field -> {
                            if (field.getValue() instanceof ObjectNode inner
                                    && into.get(field.getKey()) instanceof ObjectNode old) {
                                merge(old, inner);
                            } else {
                                into.set(field.getKey(), field.getValue().deepCopy());
                            }
                        });
    }

    private static void rename(ObjectNode each, JsonNode kustomization) {
        ObjectNode metadata = (ObjectNode) each.get("metadata");
        if (kustomization.has("namespace")) {
            metadata.set("namespace", kustomization.get("namespace"));
            if (is(each, "RoleBinding")) {
                each.get("subjects")
                        .forEach(
                                subject ->
                                        ((ObjectNode) subject)
                                                .set("namespace", kustomization.get("namespace")));
            }
        }
        String prefix = kustomization.path("namePrefix").asText();
        metadata.put("name", prefix + name(each));
        if (is(each, "FlinkDeployment")) {
            for (JsonNode volume : each.at("/spec/podTemplate/spec/volumes")) {
                if (volume.get("configMap") instanceof ObjectNode map) {
                    map.put("name", prefix + map.get("name").textValue());
                }
            }
        }
    }

    private static void image(JsonNode image, List<ObjectNode> resources) {
        for (ObjectNode each : resources) {
            String before = each.at("/spec/image").asText();
            if (is(each, "FlinkDeployment")
                    && before.startsWith(image.get("name").textValue() + ":")) {
                ((ObjectNode) each.get("spec"))
                        .put(
                                "image",
                                image.get("newName").textValue()
                                        + ":"
                                        + image.get("newTag").textValue());
            }
        }
    }

    static boolean is(JsonNode resource, String kind) {
        return resource.path("kind").asText().equals(kind);
    }

    static String name(JsonNode resource) {
        return resource.at("/metadata/name").asText();
    }

    /** Those of a kind. */
    static List<ObjectNode> ofKind(List<ObjectNode> resources, String kind) {
        return resources.stream().filter(each -> is(each, kind)).toList();
    }
}
