package io.nextclick.deploy;

import static io.nextclick.deploy.Kustomization.ofKind;
import static io.nextclick.deploy.PodChecks.expect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.nextclick.config.Settings;
import io.nextclick.gateway.GatewayOptions;
import io.nextclick.option.OptionValues;
import io.nextclick.option.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Compares the Deployment of the gateway, and what is around it, with the code and the image. */
final class GatewayChecks {

    private static final String PREFIX = "gateway.";

    private static final Pattern COPIED =
            Pattern.compile("COPY --from=build /src/\\S+-gateway\\.jar (\\S+\\.jar)");

    private GatewayChecks() {}

    /** What is wrong with the gateway of an overlay. */
    static List<String> faults(DeployFiles files, List<ObjectNode> resources, Pom pom)
            throws Exception {
        List<String> faults = new ArrayList<>();
        List<ObjectNode> deployments = ofKind(resources, "Deployment");
        if (deployments.size() != 1) {
            return List.of(deployments.size() + " Deployments");
        }
        JsonNode spec = deployments.get(0).get("spec");
        JsonNode labels = spec.at("/template/metadata/labels");
        JsonNode pod = spec.at("/template/spec");
        JsonNode container = pod.at("/containers/0");
        PodChecks.security(pod, "gateway", ImageChecks.user(files), faults);
        PodChecks.volumes(pod, resources, List.of("/tmp"), faults);
        expect("token of the API", pod.path("automountServiceAccountToken"), "false", faults);
        String image = container.path("image").asText();
        if (!image.endsWith("nextclick-gateway:" + pom.version())) {
            faults.add("image %s is not of version %s".formatted(image, pom.version()));
        }
        Matcher jar = COPIED.matcher(files.text("deploy/Dockerfile"));
        expect(
                "jar",
                container.path("command").path(container.path("command").size() - 1),
                jar.find() ? jar.group(1) : "none",
                faults);
        for (String limit : List.of("/resources/limits/memory", "/resources/requests/cpu")) {
            if (container.at(limit).isMissingNode()) {
                faults.add("no " + limit);
            }
        }
        Map<String, String> options = options(container, pod, resources, faults);
        String port = options.getOrDefault("gateway.port", "none");
        ports(container, spec, port, faults);
        PodChecks.network(labels, List.of(port), resources, faults);
        for (String kind : List.of("Service", "PodDisruptionBudget")) {
            for (JsonNode each : ofKind(resources, kind)) {
                JsonNode selector = each.at("/spec/selector");
                if (!selector.equals(labels) && !selector.path("matchLabels").equals(labels)) {
                    faults.add(kind + " selects other pods");
                }
            }
        }
        if (!spec.at("/selector/matchLabels").equals(labels)) {
            faults.add("the Deployment selects other pods");
        }
        return faults;
    }

    private static Map<String, String> options(
            JsonNode container, JsonNode pod, List<ObjectNode> resources, List<String> faults) {
        Map<String, String> options = new HashMap<>();
        try {
            options.putAll(JobChecks.options(container, pod, resources));
            faults.addAll(SecretChecks.unmounted(options, pod));
            Map<String, String> own = new HashMap<>(options);
            own.keySet().removeIf(key -> !key.startsWith(PREFIX));
            Set<String> known =
                    GatewayOptions.ALL.options().stream()
                            .map(option -> option.key())
                            .collect(Collectors.toSet());
            own.keySet().stream()
                    .filter(key -> !known.contains(key))
                    .forEach(key -> faults.add("no option " + key));
            faults.addAll(new OptionValues(own, GatewayOptions.ALL.options()).faults());
            Map<String, String> ofJob = new HashMap<>(options);
            ofJob.keySet().removeIf(key -> key.startsWith(PREFIX));
            String broker = Settings.of(ofJob).kafka().bootstrapServers().replaceFirst(".*:", "");
            for (JsonNode policy : ofKind(resources, "NetworkPolicy")) {
                PodChecks.allows("egress", policy.at("/spec/egress"), broker, faults);
            }
        } catch (SettingsException e) {
            faults.addAll(e.faults());
        }
        expect("address", textOf(options, "gateway.address"), "0.0.0.0", faults);
        return options;
    }

    private static JsonNode textOf(Map<String, String> options, String key) {
        return TextNode.valueOf(options.getOrDefault(key, "absent"));
    }

    private static void ports(JsonNode container, JsonNode spec, String port, List<String> faults)
            throws Exception {
        JsonNode named = container.at("/ports/0");
        expect("container port", named.path("containerPort"), port, faults);
        JsonNode annotations = spec.at("/template/metadata/annotations");
        expect("scrape port", annotations.path("prometheus.io/port"), port, faults);
        JsonNode paths =
                DeployFiles.parse(Files.readString(Path.of("src/main/resources/web/openapi.yaml")))
                        .get(0)
                        .path("paths");
        List<String> asked = new ArrayList<>();
        asked.add(annotations.path("prometheus.io/path").asText());
        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            JsonNode get = container.path(probe).path("httpGet");
            expect("port of " + probe, get.path("port"), named.path("name").asText(), faults);
            asked.add(get.path("path").asText());
        }
        expect("readiness path", container.at("/readinessProbe/httpGet/path"), "/readyz", faults);
        asked.stream()
                .filter(
                        path ->
                                !paths.path(path).path("get").path("security").isEmpty()
                                        || !paths.path(path).has("get"))
                .forEach(path -> faults.add("nothing answers at '%s'".formatted(path)));
    }
}
