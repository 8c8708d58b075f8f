package io.nextclick.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The jars that the build has made. */
public final class JobJar {

    private JobJar() {}

    /** The job jar; there is one. */
    public static Path path() throws IOException {
        return path("job");
    }

    /** The gateway's jar; there is one. */
    public static Path gateway() throws IOException {
        return path("gateway");
    }

    private static Path path(String classifier) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            List<Path> jars =
                    files.filter(
                                    file ->
                                            file.getFileName()
                                                    .toString()
                                                    .matches(
                                                            "nextclick-.*-%s\\.jar"
                                                                    .formatted(classifier)))
                            .toList();
            assertThat(jars).hasSize(1);
            return jars.get(0);
        }
    }
}
