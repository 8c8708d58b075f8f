package io.nextclick.rule;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rules that are shipped, to begin with; none is in force until it is sent to the job. */
public final class StarterRules {

    private static final String FOLDER = "/rules/starter/";

    private static final List<String> NAMES =
            List.of(
                    "browser",
                    "cart-abandoned",
                    "category-enthusiast",
                    "churned",
                    "comparison-shopper",
                    "high-value-buyer",
                    "highly-engaged",
                    "lapsing",
                    "new-visitor",
                    "viewed-not-bought");

    private StarterRules() {}

    /** The rules as YAML, by the names of their files. */
    public static Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : NAMES) {
            texts.put(name + ".yaml", text(FOLDER + name + ".yaml"));
        }
        return texts;
    }

    private static String text(String resource) {
        try (InputStream stream = StarterRules.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }
}
