package io.nextclick.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.nextclick.config.Settings;
import io.nextclick.option.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Compares the compose file with the code and {@code pom.xml}. */
final class ComposeChecks {

    private static final String FILE = "deploy/compose.yaml";

    private static final String PROMETHEUS = "deploy/prometheus/compose.yml";
    private static final String METRICS_PORT = "metrics.reporter.prom.port";
    private static final String GATEWAY_PORT = "NEXTCLICK_GATEWAY_PORT";
    private static final String OPTIONS = "NEXTCLICK_";
    private static final String GATEWAY = "NEXTCLICK_GATEWAY_";

    private ComposeChecks() {}

    /** What is wrong with the file. */
    static List<String> faults(DeployFiles files, Pom pom) throws IOException {
        List<String> faults = new ArrayList<>();
        JsonNode compose = files.one(FILE);
        JsonNode services = compose.get("services");
        images(services, pom, faults);
        ports(services, faults);
        volumes(compose, faults);
        JsonNode master = services.path("jobmanager");
        options(master, faults);
        options(services.path("gateway"), faults);
        List<String> command = words(master.path("command"));
        int named = command.indexOf("--job-classname");
        if (!command.contains("standalone-job")
                || named < 0
                || !command.get(named + 1).equals(pom.mainClass())) {
            faults.add("the JobManager does not start " + pom.mainClass());
        }
        long workers =
                services.propertyStream()
                        .filter(
                                each ->
                                        words(each.getValue().path("command"))
                                                .contains("taskmanager"))
                        .count();
        if (workers != 2) {
            faults.add(workers + " TaskManagers");
        }
        scraped(files, services, faults);
        services.properties()
                .forEach(each -> faults.addAll(FlinkSettings.faults(settings(each.getValue()))));
        for (JsonNode each : services) {
            each.path("depends_on").forEach(on -> known(services, on.asText(), faults));
            each.path("depends_on")
                    .fieldNames()
                    .forEachRemaining(on -> known(services, on, faults));
        }
        return faults;
    }

    /** Every process that has metrics is scraped where it has them, and nothing else. */
    private static void scraped(DeployFiles files, JsonNode services, List<String> faults) {
        Set<String> exposed = new TreeSet<>();
        services.properties()
                .forEach(
                        each -> {
                            String port = settings(each.getValue()).get(METRICS_PORT);
                            if (port != null) {
                                exposed.add(each.getKey() + ':' + port);
                            }
                        });
        exposed.add("gateway:" + services.at("/gateway/environment").path(GATEWAY_PORT).asText());
        Set<String> scraped = new TreeSet<>();
        for (JsonNode job : files.one(PROMETHEUS).path("scrape_configs")) {
            job.path("static_configs").forEach(each -> scraped.addAll(words(each.get("targets"))));
        }
        if (!scraped.equals(exposed)) {
            faults.add("Prometheus scrapes %s, there is %s".formatted(scraped, exposed));
        }
        if (!words(services.path("prometheus").path("command"))
                .contains("--config.file=/etc/prometheus/compose.yml")) {
            faults.add("Prometheus does not read " + PROMETHEUS);
        }
    }

    private static void known(JsonNode services, String name, List<String> faults) {
        if (!name.isEmpty() && !services.has(name) && !name.startsWith("service_")) {
            faults.add("no service " + name);
        }
    }

    private static void images(JsonNode services, Pom pom, List<String> faults) {
        Map<String, String> versions =
                Map.of(
                        "apache/kafka", pom.kafka(),
                        "apicurio/apicurio-registry", pom.registry(),
                        "nextclick", pom.version(),
                        "nextclick-gateway", pom.version());
        services.properties()
                .forEach(
                        each -> {
                            String image = each.getValue().path("image").asText();
                            String name = image.replaceFirst(":[^:]*$", "");
                            String tag =
                                    image.substring(Math.min(image.length(), name.length() + 1));
                            if (!tag.matches("v?\\d+\\.\\d+\\.\\d+\\S*")) {
                                faults.add("%s has no version: %s".formatted(each.getKey(), image));
                            }
                            if (!versions.getOrDefault(name, tag).equals(tag)) {
                                faults.add("%s is not %s".formatted(image, versions.get(name)));
                            }
                        });
    }

    private static void ports(JsonNode services, List<String> faults) {
        List<String> ports =
                services.valueStream().flatMap(each -> words(each.path("ports")).stream()).toList();
        ports.stream()
                .filter(each -> !each.matches("127\\.0\\.0\\.1:(\\d+):\\1"))
                .forEach(each -> faults.add("not on loopback: " + each));
        Set<String> different = Set.copyOf(ports);
        if (different.size() < ports.size()) {
            faults.add("a port twice: " + ports);
        }
    }

    private static void volumes(JsonNode compose, List<String> faults) {
        for (JsonNode service : compose.get("services")) {
            for (String volume : words(service.path("volumes"))) {
                String source = volume.replaceFirst(":.*", "");
                if (!source.startsWith("./") && !compose.get("volumes").has(source)) {
                    faults.add("no volume " + source);
                }
            }
        }
    }

    private static void options(JsonNode service, List<String> faults) throws IOException {
        Map<String, String> given = new HashMap<>();
        service.path("environment")
                .properties()
                .forEach(each -> given.put(each.getKey(), each.getValue().asText()));
        given.keySet().removeIf(key -> !key.startsWith(OPTIONS));
        Set<String> documented =
                Pattern.compile("`(" + OPTIONS + "\\w+)`")
                        .matcher(Files.readString(Path.of("docs/configuration.md")))
                        .results()
                        .map((MatchResult each) -> each.group(1))
                        .collect(Collectors.toSet());
        given.keySet().stream()
                .filter(key -> !documented.contains(key))
                .forEach(key -> faults.add("no option " + key));
        given.keySet().removeIf(key -> key.startsWith(GATEWAY));
        try {
            Settings.load(new String[0], given);
        } catch (SettingsException e) {
            faults.addAll(e.faults());
        }
    }

    /** Flink's settings on the command line. */
    private static Map<String, String> settings(JsonNode service) {
        Map<String, String> settings = new HashMap<>();
        for (String word : words(service.path("command"))) {
            if (word.startsWith("-D")) {
                String[] pair = word.substring(2).split("=", 2);
                settings.put(pair[0], pair[1]);
            }
        }
        return settings;
    }

    private static List<String> words(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }
}
