package io.nextclick.testkit;

import java.nio.file.Path;

/** The releases whose state is kept, a folder each. */
public final class Releases {

    public static final Path FOLDER = Path.of("src/test/resources/state");

    private Releases() {}

    /** True if a folder has the name of a release. */
    public static boolean isRelease(String name) {
        return name.matches("\\d+\\.\\d+\\.\\d+");
    }

    /**
     * The release whose state {@code -Dstate.write} has written; empty if none is.
     *
     * @throws IllegalArgumentException if it is no release: what is written is kept for ever
     */
    public static String toWrite() {
        String name = System.getProperty("state.write", "");
        if (!name.isEmpty() && !isRelease(name)) {
            throw new IllegalArgumentException("-Dstate.write=" + name + " is no release as 0.2.0");
        }
        return name;
    }
}
