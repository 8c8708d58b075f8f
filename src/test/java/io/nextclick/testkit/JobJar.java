package io.nextclick.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The job jar that the build has made. */
public final class JobJar {

    private JobJar() {}

    /** Where it is; there is one. */
    public static Path path() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            List<Path> jars =
                    files.filter(
                                    file ->
                                            file.getFileName()
                                                    .toString()
                                                    .matches("nextclick-.*-job\\.jar"))
                            .toList();
            assertThat(jars).hasSize(1);
            return jars.get(0);
        }
    }
}
