package io.nextclick.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The texts of the files in {@code deploy}, by their path from the repository's root.
 *
 * @param texts nothing else is read from the disk, so that a test can change one
 */
record DeployFiles(Map<String, String> texts) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** By text: tests of one mistake each read the other files again and again. */
    private static final Map<String, List<JsonNode>> PARSED = new ConcurrentHashMap<>();

    /** As they are in the repository. */
    static DeployFiles shipped() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("deploy"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                texts.put(file.toString(), new String(bytes, StandardCharsets.UTF_8));
            }
        }
        return new DeployFiles(texts);
    }

    /** The same with a mistake in one of them. */
    DeployFiles replacing(String path, String from, String to) {
        assertThat(texts).containsKey(path);
        assertThat(texts.get(path)).contains(from);
        Map<String, String> changed = new TreeMap<>(texts);
        changed.put(path, texts.get(path).replace(from, to));
        return new DeployFiles(changed);
    }

    String text(String path) {
        assertThat(texts).containsKey(path);
        return texts.get(path);
    }

    boolean has(String path) {
        return texts.containsKey(path);
    }

    /** A file with one YAML document. */
    JsonNode one(String path) {
        List<JsonNode> documents = all(path);
        assertThat(documents).as(path).hasSize(1);
        return documents.get(0);
    }

    /** The YAML documents of a file. */
    List<JsonNode> all(String path) {
        return parse(text(path));
    }

    /** YAML documents, the caller's own; a repeated key is an error. */
    static List<JsonNode> parse(String yaml) {
        List<JsonNode> documents = PARSED.computeIfAbsent(yaml, DeployFiles::read);
        return documents.stream().<JsonNode>map(JsonNode::deepCopy).toList();
    }

    private static List<JsonNode> read(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        List<JsonNode> documents = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(options)).loadAll(yaml)) {
            if (document != null) {
                documents.add(MAPPER.valueToTree(document));
            }
        }
        return documents;
    }
}
