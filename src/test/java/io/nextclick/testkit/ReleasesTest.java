package io.nextclick.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing but releases is among what every later build has to read. */
class ReleasesTest {

    @Test
    void only_releases_have_their_state_kept() throws Exception {
        try (Stream<Path> folders = Files.list(Releases.FOLDER)) {
            assertThat(folders.map(each -> each.getFileName().toString()))
                    .isNotEmpty()
                    .allMatch(Releases::isRelease);
        }
        assertThat(Releases.isRelease("0.2.0")).isTrue();
        assertThat(Stream.of("false", "true", "0.2", "NAME", "")).noneMatch(Releases::isRelease);
    }
}
