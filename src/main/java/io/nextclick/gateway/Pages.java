package io.nextclick.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Files of the class path's folder {@code web}, with what protects those who see them. */
final class Pages {

    private static final String FOLDER = "web/";
    private static final String CHARTS = "META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "svg", "image/svg+xml",
                    "png", "image/png",
                    "json", "application/json",
                    "yaml", "application/yaml");

    private static final String POLICY =
            "default-src 'self'; img-src 'self' https: data:; frame-ancestors 'none';"
                    + " base-uri 'none'; form-action 'none'";

    /** Files that were asked for and are there; there are no others to remember. */
    private final Map<String, Page> pages = new ConcurrentHashMap<>();

    /** A file and what names its content. */
    private record Page(byte[] content, String tag) {}

    /** {@code GET /}. */
    CompletionStage<Answer> home(Request request) {
        return file(request, "index.html");
    }

    /** {@code GET /page/{file}}. */
    CompletionStage<Answer> part(Request request) {
        return file(request, FOLDER + "page/", request.path(1));
    }

    /** A file of the library that draws the page's charts. */
    CompletionStage<Answer> chart(Request request) {
        return file(request, CHARTS, request.path(4));
    }

    /** A file at the root. */
    CompletionStage<Answer> file(Request request, String name) {
        return file(request, FOLDER, name);
    }

    private CompletionStage<Answer> file(Request request, String folder, String name) {
        Page page =
                find(folder, name)
                        .orElseThrow(() -> new Problem(404, "NOT_FOUND", "there is no such file"));
        boolean known = request.header("If-None-Match").filter(page.tag::equals).isPresent();
        String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "");
        Answer answer = known ? Answer.empty(304) : new Answer(200, type, page.content);
        return CompletableFuture.completedFuture(
                answer.with("ETag", page.tag)
                        .with("Cache-Control", "no-cache")
                        .with("Content-Security-Policy", POLICY)
                        .with("Referrer-Policy", "strict-origin-when-cross-origin"));
    }

    private Optional<Page> find(String folder, String name) {
        Page known = pages.get(folder + name);
        if (known != null) {
            return Optional.of(known);
        }
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        try (InputStream file = Pages.class.getClassLoader().getResourceAsStream(folder + name)) {
            if (file == null) {
                return Optional.empty();
            }
            byte[] content = file.readAllBytes();
            Page page = new Page(content, '"' + digest(content) + '"');
            pages.put(folder + name, page);
            return Optional.of(page);
        } catch (IOException e) {
            throw new UncheckedIOException("a file of the program cannot be read", e);
        }
    }

    private static String digest(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
