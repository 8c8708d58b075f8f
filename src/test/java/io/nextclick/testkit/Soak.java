package io.nextclick.testkit;

/**
 * Sizes of tests that find more the longer they run: whole with {@code mvn verify -Psoak}, about a
 * tenth otherwise.
 */
public final class Soak {

    private static final int PART = 10;
    private static final boolean WHOLE = Boolean.getBoolean("nextclick.soak");

    private Soak() {}

    /** True with {@code -Psoak}: figures that only mean something at the whole size are held. */
    public static boolean isWhole() {
        return WHOLE;
    }

    /** The whole number with {@code -Psoak}, a tenth of it otherwise. */
    public static int runs(int whole) {
        return runs(whole, whole / PART);
    }

    /** The same where a tenth would be too few. */
    public static int runs(int whole, int otherwise) {
        return WHOLE ? whole : otherwise;
    }
}
