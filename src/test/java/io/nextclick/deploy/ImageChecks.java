package io.nextclick.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a reviewer looks for in the Dockerfile, and whether it fits {@code pom.xml}. */
final class ImageChecks {

    private static final String FILE = "deploy/Dockerfile";

    private static final Pattern JAR =
            Pattern.compile("COPY --from=build /src/(\\S+-job\\S*) (\\S+\\.jar)");

    private static final Pattern PINNED =
            Pattern.compile(
                    "FROM [a-z/.-]+:(?:\\d[\\w.-]*|\\$\\{FLINK_VERSION}-java\\d+)( AS \\w+)?");

    private static final Pattern SECRET =
            Pattern.compile("(ARG|ENV) .*(PASSWORD|SECRET|TOKEN|KEY).*");

    private ImageChecks() {}

    /** Path of the job jar in the image; empty if none is copied. */
    static String jarInImage(DeployFiles files) {
        return instructions(files).stream()
                .map(JAR::matcher)
                .filter(Matcher::matches)
                .map(each -> each.group(2))
                .findFirst()
                .orElse("");
    }

    /** {@code uid:gid} that the container runs as; empty if the file does not say so. */
    static String user(DeployFiles files) {
        return instructions(files).stream()
                .filter(each -> each.startsWith("USER "))
                .reduce("", (before, last) -> last.substring("USER ".length()));
    }

    /** What is wrong with the file. */
    static List<String> faults(DeployFiles files, Pom pom) {
        List<String> lines = instructions(files);
        List<String> faults = new ArrayList<>();
        if (!lines.contains("ARG FLINK_VERSION=" + pom.flink())) {
            faults.add("FLINK_VERSION is not " + pom.flink());
        }
        if (!lines.contains("FROM flink:${FLINK_VERSION}-java" + pom.java())) {
            faults.add("the base is not Flink's image for Java " + pom.java());
        }
        if (lines.stream().noneMatch(each -> each.matches("FROM maven:.*-" + pom.java() + " .*"))) {
            faults.add("it is not built with Java " + pom.java());
        }
        for (String line : lines) {
            if (line.startsWith("FROM ") && !PINNED.matcher(line).matches()) {
                faults.add("no version: " + line);
            }
            if (line.startsWith("ADD ")
                    || line.matches(".*\\b(curl|wget|sudo|chmod -R 777)\\b.*")) {
                faults.add("brings what nobody checks: " + line);
            }
            if (line.matches(".*apt-get.*")) {
                faults.add("installs what no version is known of: " + line);
            }
            if (SECRET.matcher(line.toUpperCase(Locale.ROOT)).matches()) {
                faults.add("a secret would stay in the image: " + line);
            }
            if (line.startsWith("ENTRYPOINT") || line.startsWith("CMD")) {
                faults.add("hides the start of Flink's image: " + line);
            }
        }
        if (!user(files).matches("[1-9]\\d*:[1-9]\\d*")) {
            faults.add("the user is not a number, or root: " + user(files));
        } else {
            String[] ids = user(files).split(":", -1);
            if (lines.stream()
                    .noneMatch(
                            each ->
                                    each.contains(
                                            "--uid %s --gid %s ".formatted((Object[]) ids)))) {
                faults.add("nobody makes the user " + user(files));
            }
        }
        jar(lines, pom, faults);
        sources(lines, files, faults);
        return faults;
    }

    private static void jar(List<String> lines, Pom pom, List<String> faults) {
        boolean copied =
                lines.stream()
                        .map(JAR::matcher)
                        .filter(Matcher::matches)
                        .anyMatch(each -> pom.jar().matches(glob(each.group(1))));
        if (!copied) {
            faults.add("does not copy " + pom.jar());
        }
    }

    private static String glob(String pattern) {
        return "\\Q" + pattern.replace("*", "\\E[^/]*\\Q") + "\\E";
    }

    /** Whatever is copied from the repository must exist, and be sent to the builder. */
    private static void sources(List<String> lines, DeployFiles files, List<String> faults) {
        List<String> sent = files.text(FILE + ".dockerignore").lines().toList();
        if (!sent.get(0).equals("*")) {
            faults.add("everything is sent to the builder");
        }
        for (String line : lines) {
            if (!line.startsWith("COPY ") || line.contains("--from=")) {
                continue;
            }
            String[] words = line.replaceAll("COPY |--\\S+ ", "").split(" ", -1);
            for (int i = 0; i < words.length - 1; i++) {
                if (!sent.contains("!" + words[i])) {
                    faults.add(words[i] + " is not sent to the builder");
                }
                if (!java.nio.file.Files.exists(java.nio.file.Path.of(words[i]))) {
                    faults.add(words[i] + " does not exist");
                }
            }
        }
    }

    /** Instructions without comments, each in one line. */
    private static List<String> instructions(DeployFiles files) {
        return files.text(FILE)
                .replaceAll("(?m)^#.*\\n", "")
                .replaceAll("\\\\\\n\\s*", "")
                .lines()
                .filter(each -> !each.isBlank())
                .toList();
    }
}
