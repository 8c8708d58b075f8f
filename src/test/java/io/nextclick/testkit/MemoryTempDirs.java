package io.nextclick.testkit;

import java.io.IOException;
import java.nio.file.Files;
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

    private static final Path MEMORY = Path.of("/dev/shm");

    /** A container has 64 MB by default. */
    private static final long LEAST_BYTES = 2L << 30;

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test)
            throws IOException {
        return isRoomy(MEMORY)
                ? Files.createTempDirectory(MEMORY, "junit-")
                : Files.createTempDirectory("junit-");
    }

    private static boolean isRoomy(Path folder) {
        return Files.isWritable(folder) && folder.toFile().getUsableSpace() >= LEAST_BYTES;
    }
}
