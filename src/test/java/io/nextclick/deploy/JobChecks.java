package io.nextclick.deploy;

import static io.nextclick.deploy.Kustomization.name;
import static io.nextclick.deploy.Kustomization.ofKind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextclick.config.Settings;
import io.nextclick.option.SettingsException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/** Compares what a FlinkDeployment runs with the code and {@code pom.xml}. */
final class JobChecks {

    /** Where {@code high-availability.type} needs a folder, and an upgrade its savepoints. */
    private static final List<String> FOLDERS =
            List.of(
                    "high-availability.storageDir",
                    "execution.checkpointing.dir",
                    "execution.checkpointing.savepoint-dir");

    private JobChecks() {}

    /** What is wrong with the jobs of an overlay, and with the topics that they need. */
    static List<String> faults(List<ObjectNode> resources, Pom pom, String jarInImage) {
        List<String> faults = new ArrayList<>();
        Set<String> groups = new TreeSet<>();
        for (JsonNode deployment : ofKind(resources, "FlinkDeployment")) {
            JsonNode spec = deployment.get("spec");
            JsonNode job = spec.get("job");
            equal("version", spec.at("/flinkVersion"), pom.flinkOfOperator(), faults);
            equal("class", job.at("/entryClass"), pom.mainClass(), faults);
            equal("jar", job.at("/jarURI"), "local://" + jarInImage, faults);
            equal("upgrade", job.at("/upgradeMode"), "savepoint", faults);
            equal("unread state", job.at("/allowNonRestoredState"), "false", faults);
            String image = spec.path("image").asText();
            if (!image.endsWith("nextclick:" + pom.version())) {
                faults.add("image %s is not of version %s".formatted(image, pom.version()));
            }
            Map<String, String> flink = texts(spec.get("flinkConfiguration"));
            faults.addAll(FlinkSettings.faults(flink));
            FOLDERS.stream()
                    .filter(folder -> !flink.containsKey(folder))
                    .forEach(folder -> faults.add("no setting " + folder));
            equalText("HA", flink.get("high-availability.type"), "kubernetes", faults);
            try {
                JsonNode pod = spec.at("/podTemplate/spec");
                Map<String, String> options = options(job, pod, resources);
                faults.addAll(SecretChecks.unmounted(options, pod));
                Settings settings = Settings.of(options);
                String port = settings.kafka().bootstrapServers().replaceFirst(".*:", "");
                for (JsonNode policy : ofKind(resources, "NetworkPolicy")) {
                    PodChecks.allows("egress", policy.at("/spec/egress"), port, faults);
                }
                faults.addAll(KafkaResourceChecks.faults(resources, settings));
                if (!groups.add(settings.kafka().groupId())) {
                    faults.add("two jobs have the group " + settings.kafka().groupId());
                }
            } catch (SettingsException e) {
                faults.addAll(e.faults());
            }
        }
        return faults;
    }

    private static void equal(String what, JsonNode found, String expected, List<String> faults) {
        equalText(what, found.asText(), expected, faults);
    }

    private static void equalText(String what, String found, String expected, List<String> faults) {
        if (!expected.equals(found)) {
            faults.add("%s is %s and not %s".formatted(what, found, expected));
        }
    }

    /**
     * Options as a program would read them: those of the mounted file, then the arguments.
     *
     * @param job has its arguments
     */
    static Map<String, String> options(JsonNode job, JsonNode pod, List<ObjectNode> resources) {
        Map<String, String> arguments = new HashMap<>();
        List<String> args = job.path("args").valueStream().map(JsonNode::asText).toList();
        for (int i = 0; i + 1 < args.size(); i += 2) {
            arguments.put(args.get(i).replaceFirst("^--", ""), args.get(i + 1));
        }
        String file = arguments.remove("config");
        Map<String, String> options = new HashMap<>();
        if (file != null) {
            properties(mounted(file, pod, resources))
                    .forEach((key, value) -> options.put(key.toString(), value.toString()));
        }
        options.putAll(arguments);
        return options;
    }

    static Properties properties(String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return properties;
    }

    /** The text of a file that a ConfigMap brings into a pod's container. */
    private static String mounted(String file, JsonNode pod, List<ObjectNode> resources) {
        for (JsonNode mount : pod.at("/containers/0/volumeMounts")) {
            String folder = mount.get("mountPath").asText() + "/";
            if (!file.startsWith(folder)) {
                continue;
            }
            for (JsonNode volume : pod.get("volumes")) {
                if (volume.get("name").equals(mount.get("name"))) {
                    String map = volume.at("/configMap/name").asText();
                    for (JsonNode each : ofKind(resources, "ConfigMap")) {
                        JsonNode text = each.path("data").path(file.substring(folder.length()));
                        if (name(each).equals(map) && text.isTextual()) {
                            return text.textValue();
                        }
                    }
                }
            }
        }
        throw new SettingsException(List.of("nothing brings " + file + " into the container"));
    }

    static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new HashMap<>();
        object.properties().forEach(each -> texts.put(each.getKey(), each.getValue().asText()));
        return texts;
    }
}
