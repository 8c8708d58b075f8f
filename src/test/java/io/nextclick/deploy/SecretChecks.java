package io.nextclick.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks for secrets that stand in a file of {@code deploy}, where they may only be referred to. */
final class SecretChecks {

    /** A key that names something secret, and what it has as its value. */
    private static final Pattern ASSIGNED =
            Pattern.compile(
                    "(?im)^[^#\\n]*?([\\w.-]*(?:password|passwd|secret|token|jaas|access.?key|credential)"
                            + "[\\w.-]*)[\"']?\\s*[:=][ \\t]*(\\S.*)$");

    /** A name of a place where the secret is. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}]+}");

    /** They name where a secret is. */
    private static final List<String> NAMES =
            List.of("secretName", "automountServiceAccountToken", "credentials_file");

    private static final Pattern KEY = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY");

    private static final Pattern IN_JAAS = Pattern.compile("LoginModule\\s");

    private static final Pattern MOUNTED = Pattern.compile("/etc/nextclick/[\\w./:-]+");

    private SecretChecks() {}

    /** What is wrong with the files. */
    static List<String> faults(DeployFiles files) {
        List<String> faults = new ArrayList<>();
        files.texts()
                .forEach(
                        (path, text) -> {
                            if (!path.endsWith(".md") && !path.endsWith(".sh")) {
                                lines(path, text, faults);
                            }
                            if (path.endsWith(".yaml")) {
                                files.all(path).forEach(each -> resource(path, each, faults));
                            }
                        });
        return faults;
    }

    private static void lines(String path, String text, List<String> faults) {
        Matcher assigned = ASSIGNED.matcher(text);
        while (assigned.find()) {
            if (!NAMES.contains(assigned.group(1))
                    && !REFERENCE.matcher(assigned.group(2).strip()).matches()) {
                faults.add("%s: %s has a value".formatted(path, assigned.group(1)));
            }
        }
        if (KEY.matcher(text).find() || IN_JAAS.matcher(text).find()) {
            faults.add(path + ": a key or a login stands in it");
        }
    }

    /** Files and folders of secrets that options name, and that no secret brings. */
    static List<String> unmounted(Map<String, String> options, JsonNode pod) {
        List<String> there = new ArrayList<>();
        for (JsonNode mount : pod.at("/containers/0/volumeMounts")) {
            String folder = mount.get("mountPath").asText();
            pod.get("volumes")
                    .valueStream()
                    .filter(each -> each.get("name").equals(mount.get("name")))
                    .flatMap(each -> each.at("/secret/items").valueStream())
                    .forEach(item -> there.add(folder + "/" + item.get("path").asText()));
        }
        List<String> faults = new ArrayList<>();
        options.values()
                .forEach(
                        value -> {
                            Matcher path = MOUNTED.matcher(value);
                            while (path.find()) {
                                String wanted = path.group().replace(':', '/');
                                if (there.stream().noneMatch(each -> within(each, wanted))) {
                                    faults.add("no secret brings " + wanted);
                                }
                            }
                        });
        return faults;
    }

    private static boolean within(String file, String path) {
        return file.equals(path) || file.startsWith(path + "/");
    }

    private static void resource(String path, JsonNode resource, List<String> faults) {
        if (Kustomization.is(resource, "Secret") || resource.has("secretGenerator")) {
            faults.add(path + ": a Secret");
        }
    }
}
