package io.nextclick;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents are readable, in the field's words, and their links lead somewhere. */
class DocumentsTest {

    private static final int LINE = 120;

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)(?:#[^)]*)?\\)");

    /** Words that say in our own way what the field has a word for. */
    private static final Pattern OWN_WORDS =
            Pattern.compile(
                    "\\b(tells?|told|news|hungry|lessons?|in vogue|on the side|statements?)\\b",
                    Pattern.CASE_INSENSITIVE);

    static Stream<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        for (String root : List.of("docs", "deploy")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
            }
        }
        documents.add(Path.of("README.md"));
        documents.add(Path.of("CHANGELOG.md"));
        documents.add(Path.of("CONTRIBUTING.md"));
        return documents.stream();
    }

    static Stream<Path> contracts() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("avro"))) {
            return files.filter(file -> file.toString().endsWith(".avsc")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void lines_of_prose_are_short(Path document) throws Exception {
        assertThat(longLines(Files.readAllLines(document))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void links_lead_somewhere(Path document) throws Exception {
        Path folder = document.toAbsolutePath().getParent();
        Matcher link = LINK.matcher(Files.readString(document));
        while (link.find()) {
            assertThat(folder.resolve(link.group(1))).exists();
        }
    }

    @ParameterizedTest
    @MethodSource({"documents", "contracts"})
    void words_are_the_field_s(Path document) throws Exception {
        assertThat(ownWords(Files.readString(document))).isEmpty();
    }

    @Test
    void every_package_is_in_the_table_of_packages() throws Exception {
        String architecture = Files.readString(Path.of("docs/architecture.md"));
        try (Stream<Path> packages = Files.list(Path.of("src/main/java/io/nextclick"))) {
            assertThat(packages.filter(Files::isDirectory))
                    .isNotEmpty()
                    .allMatch(each -> architecture.contains("`" + each.getFileName() + '`'));
        }
    }

    @Test
    void the_guards_find_what_is_wrong() {
        assertThat(longLines(List.of("x".repeat(LINE + 1)))).hasSize(1);
        assertThat(longLines(List.of("```", "x".repeat(LINE + 1), "```"))).isEmpty();
        assertThat(ownWords("A lesson of news")).containsExactly("lesson", "news");
    }

    private static List<String> longLines(List<String> lines) {
        List<String> found = new ArrayList<>();
        boolean code = false;
        for (String line : lines) {
            code ^= line.startsWith("```");
            boolean table = line.startsWith("|");
            if (!code && !table && line.length() > LINE) {
                found.add(line);
            }
        }
        return found;
    }

    private static List<String> ownWords(String text) {
        return OWN_WORDS.matcher(text).results().map(match -> match.group()).toList();
    }
}
