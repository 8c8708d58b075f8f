package io.nextclick.testkit;

import io.nextclick.demo.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Temporary folders of tests in memory, where there is a file system of that kind with room: on a
 * disk a broker and a Flink that live for seconds wait for what nobody reads again. JUnit deletes
 * them. {@code junit-platform.properties} names this class.
 */
public final class MemoryTempDirs implements TempDirFactory {

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test)
            throws IOException {
        return TemporaryFolder.inMemory("junit-").path();
    }
}
