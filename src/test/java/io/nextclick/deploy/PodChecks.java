package io.nextclick.deploy;

import static io.nextclick.deploy.Kustomization.ofKind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.configuration.RestOptions;

/** Security, volumes, probes and ports of a FlinkDeployment's pods. */
final class PodChecks {

    private static final String CONTAINER = "flink-main-container";

    private PodChecks() {}

    /**
     * What is wrong with the pods of an overlay.
     *
     * @param user {@code uid:gid} of the image
     */
    static List<String> faults(List<ObjectNode> resources, String user) {
        List<String> faults = new ArrayList<>();
        for (JsonNode deployment : ofKind(resources, "FlinkDeployment")) {
            JsonNode spec = deployment.get("spec");
            JsonNode pod = spec.at("/podTemplate/spec");
            security(pod, CONTAINER, user, faults);
            // What Flink writes to beside the state.
            volumes(pod, resources, List.of("/tmp", "/opt/flink/log"), faults);
            if (spec.at("/serviceAccount").isMissingNode()) {
                faults.add("no service account");
            }
            for (String role : List.of("jobManager", "taskManager")) {
                JsonNode own = spec.at("/" + role + "/podTemplate/spec/containers/0");
                expect(role + " container", own.path("name"), CONTAINER, faults);
                if (own.path("livenessProbe").isMissingNode()) {
                    faults.add("no liveness probe of " + role);
                }
                if (spec.at("/" + role + "/resource/memory").isMissingNode()
                        || spec.at("/" + role + "/resource/cpu").isMissingNode()) {
                    faults.add("no resources of " + role);
                }
            }
            ports(spec, resources, faults);
        }
        return faults;
    }

    static void security(JsonNode pod, String name, String user, List<String> faults) {
        JsonNode context = pod.path("securityContext");
        expect("runAsNonRoot", context.path("runAsNonRoot"), "true", faults);
        expect("seccomp", context.at("/seccompProfile/type"), "RuntimeDefault", faults);
        String ids = context.path("runAsUser").asText() + ":" + context.path("runAsGroup").asText();
        if (!ids.equals(user)) {
            faults.add("runs as %s, but the image's user is %s".formatted(ids, user));
        }
        for (JsonNode container : pod.path("containers")) {
            expect("container", container.path("name"), name, faults);
            JsonNode own = container.path("securityContext");
            expect("escalation", own.path("allowPrivilegeEscalation"), "false", faults);
            expect("privileged", own.path("privileged"), "false", faults);
            expect("read-only root", own.path("readOnlyRootFilesystem"), "true", faults);
            expect("dropped capabilities", own.at("/capabilities/drop/0"), "ALL", faults);
            if (own.at("/capabilities/add").size() > 0) {
                faults.add("adds capabilities");
            }
        }
    }

    /**
     * Volumes and mounts.
     *
     * @param written folders that are written to
     */
    static void volumes(
            JsonNode pod, List<ObjectNode> resources, List<String> written, List<String> faults) {
        Set<String> volumes =
                pod.path("volumes")
                        .valueStream()
                        .map(each -> each.get("name").asText())
                        .collect(Collectors.toSet());
        Set<String> mounts =
                pod.at("/containers/0/volumeMounts")
                        .valueStream()
                        .map(each -> each.get("name").asText())
                        .collect(Collectors.toSet());
        if (!volumes.equals(mounts)) {
            faults.add("volumes %s are mounted as %s".formatted(volumes, mounts));
        }
        for (JsonNode volume : pod.path("volumes")) {
            refersTo("ConfigMap", volume.at("/configMap/name"), resources, faults);
            refersTo(
                    "PersistentVolumeClaim",
                    volume.at("/persistentVolumeClaim/claimName"),
                    resources,
                    faults);
        }
        Set<String> paths =
                pod.at("/containers/0/volumeMounts")
                        .valueStream()
                        .map(each -> each.get("mountPath").asText())
                        .collect(Collectors.toSet());
        for (String path : written) {
            if (!paths.contains(path)) {
                faults.add("the root is read-only, and nothing is mounted at " + path);
            }
        }
    }

    private static void refersTo(
            String kind, JsonNode name, List<ObjectNode> resources, List<String> faults) {
        if (name.isTextual()
                && ofKind(resources, kind).stream()
                        .noneMatch(each -> Kustomization.name(each).equals(name.textValue()))) {
            faults.add("no %s %s".formatted(kind, name.textValue()));
        }
    }

    private static void ports(JsonNode spec, List<ObjectNode> resources, List<String> faults) {
        Map<String, String> flink = JobChecks.texts(spec.get("flinkConfiguration"));
        String metrics = flink.getOrDefault("metrics.reporter.prom.port", "none");
        String rpc = flink.getOrDefault("taskmanager.rpc.port", "none");
        String rest = flink.getOrDefault("rest.port", "" + RestOptions.PORT.defaultValue());
        JsonNode pod = spec.get("podTemplate");
        expect("scrape port", pod.at("/metadata/annotations/prometheus.io~1port"), metrics, faults);
        expect("metrics", pod.at("/spec/containers/0/ports/0/containerPort"), metrics, faults);
        JsonNode master = spec.at("/jobManager/podTemplate/spec/containers/0");
        expect("readiness port", master.at("/readinessProbe/httpGet/port"), rest, faults);
        expect("liveness port", master.at("/livenessProbe/tcpSocket/port"), rest, faults);
        JsonNode worker = spec.at("/taskManager/podTemplate/spec/containers/0");
        expect("liveness port", worker.at("/livenessProbe/tcpSocket/port"), rpc, faults);
        network(pod.at("/metadata/labels"), List.of(rest, metrics), resources, faults);
    }

    /** Pods with these labels are reached at these ports, and not from everywhere. */
    static void network(
            JsonNode labels, List<String> ports, List<ObjectNode> resources, List<String> faults) {
        List<ObjectNode> policies =
                ofKind(resources, "NetworkPolicy").stream()
                        .filter(
                                each ->
                                        each.at("/spec/podSelector/matchLabels").equals(labels)
                                                && each.at("/spec/policyTypes").size() == 2)
                        .toList();
        if (policies.size() != 1) {
            faults.add("no network policy of the pods");
            return;
        }
        JsonNode rules = policies.get(0).get("spec");
        ports.forEach(port -> allows("ingress", rules.path("ingress"), port, faults));
        rules.path("ingress")
                .valueStream()
                .filter(rule -> rule.path("from").isEmpty())
                .forEach(rule -> faults.add("ingress from everywhere"));
    }

    static void allows(String way, JsonNode rules, String port, List<String> faults) {
        if (rules.valueStream()
                .flatMap(rule -> rule.path("ports").valueStream())
                .noneMatch(each -> each.path("port").asText().equals(port))) {
            faults.add("the network policy has no %s to port %s".formatted(way, port));
        }
    }

    static void expect(String what, JsonNode found, String expected, List<String> faults) {
        if (!found.asText().equals(expected)) {
            faults.add("%s is '%s' and not %s".formatted(what, found.asText(), expected));
        }
    }
}
