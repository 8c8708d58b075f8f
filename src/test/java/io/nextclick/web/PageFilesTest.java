package io.nextclick.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The live page's files fit together, and its policy {@code default-src 'self'}. */
class PageFilesTest {

    private static final Path WEB = Path.of("src", "main", "resources", "web");

    private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"#][^\"]*)\"");
    private static final Pattern IMPORT = Pattern.compile("from '\\./([^']+)'");
    private static final Pattern LIBRARY = Pattern.compile("'/(webjars/[^']+)'");

    /** What a page with that policy may not have: code, handlers and styles in the markup. */
    private static final Pattern INLINE =
            Pattern.compile("<script(?![^>]*\\ssrc=)|<style|\\sstyle=|\\son[a-z]+=");

    /** What makes markup or code of text. */
    private static final Pattern UNSAFE =
            Pattern.compile(
                    "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|new Function|srcdoc");

    static Stream<Path> modules() throws IOException {
        try (Stream<Path> files = Files.walk(WEB)) {
            return files.filter(file -> file.toString().endsWith(".js")).toList().stream();
        }
    }

    @Test
    void every_file_that_the_page_names_is_served() throws Exception {
        List<String> named = found(LINK, Files.readString(WEB.resolve("index.html")));

        assertThat(named).contains("page/main.js", "page/page.css");
        assertThat(named).allSatisfy(each -> assertThat(resource(each)).as(each).isNotNull());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void every_module_that_another_names_is_served(Path module) throws Exception {
        String code = Files.readString(module);

        assertThat(found(IMPORT, code))
                .allSatisfy(each -> assertThat(module.resolveSibling(each)).exists());
        assertThat(found(LIBRARY, code))
                .allSatisfy(each -> assertThat(resource(each)).as(each).isNotNull());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void no_module_makes_markup_or_code_of_text(Path module) throws Exception {
        assertThat(Files.readString(module)).doesNotContainPattern(UNSAFE);
    }

    @Test
    void the_page_has_no_code_and_no_style_in_its_markup() throws Exception {
        assertThat(Files.readString(WEB.resolve("index.html"))).doesNotContainPattern(INLINE);
    }

    @Test
    void the_guards_find_what_is_wrong() {
        assertThat("<script>1</script>").containsPattern(INLINE);
        assertThat("<p style=\"color: red\">").containsPattern(INLINE);
        assertThat("<p onclick=\"go()\">").containsPattern(INLINE);
        assertThat("box.innerHTML = text").containsPattern(UNSAFE);
        assertThat(resource("page/absent.js")).isNull();
    }

    private static List<String> found(Pattern pattern, String text) {
        List<String> found = new ArrayList<>();
        pattern.matcher(text).results().forEach(match -> found.add(match.group(1)));
        return found;
    }

    /** A file as the gateway finds it: its own, or of a library for browsers. */
    private static @Nullable String resource(String name) {
        String path = (name.startsWith("webjars/") ? "/META-INF/resources/" : "/web/") + name;
        try (InputStream file = PageFilesTest.class.getResourceAsStream(path)) {
            return file == null ? null : new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(path, e);
        }
    }
}
