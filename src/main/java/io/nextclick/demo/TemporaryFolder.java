package io.nextclick.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.util.FileUtils;

/** A folder that is deleted with all that is in it. */
public record TemporaryFolder(Path path) implements AutoCloseable {

    /** Where Linux keeps files in memory. */
    public static final Path MEMORY = Path.of("/dev/shm");

    /** A container has 64 MB by default. */
    private static final long LEAST_BYTES = 2L << 30;

    private static final int DELETE_TRIES = 20;

    public static TemporaryFolder create(String prefix) throws IOException {
        return new TemporaryFolder(Files.createTempDirectory(prefix));
    }

    /**
     * One in memory where there is a file system of that kind with room, else as {@link #create}:
     * for what is synced to the disk again and again, and never read after a crash.
     */
    public static TemporaryFolder inMemory(String prefix) throws IOException {
        boolean roomy = Files.isWritable(MEMORY) && MEMORY.toFile().getUsableSpace() >= LEAST_BYTES;
        return roomy
                ? new TemporaryFolder(Files.createTempDirectory(MEMORY, prefix))
                : create(prefix);
    }

    public Path resolve(String name) {
        return path.resolve(name);
    }

    /** Tasks that are on their way out may still write into it for a moment. */
    @Override
    public void close() throws IOException {
        for (int tries = 1; Files.exists(path); tries++) {
            try {
                FileUtils.deleteDirectory(path.toFile());
            } catch (IOException e) {
                if (tries == DELETE_TRIES) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
    }
}
