package io.nextclick.alarm;

/**
 * What one subtask counted of a series in a minute.
 *
 * @param site the tenant, or {@link #ALL_SITES}
 * @param series its name
 * @param kind what kind of number it is
 * @param minute minutes since the epoch
 * @param count how many
 * @param base of how many, for a share; else 0
 * @param parts what the count is made of, such as {@code type=VIEW}; by several dimensions
 * @param partCounts of each part
 */
public record SeriesCount(
        String site,
        String series,
        SeriesKind kind,
        long minute,
        long count,
        long base,
        String[] parts,
        long[] partCounts) {

    /** Stands for the site of what is of no one site; no site has such a name. */
    public static final String ALL_SITES = "*";

    static final long MINUTE_MILLIS = 60_000;

    private static final String[] NO_PARTS = {};
    private static final long[] NO_COUNTS = {};

    /** A count that is not divided further. */
    public static SeriesCount of(
            String site, String series, SeriesKind kind, long minute, long count, long base) {
        return new SeriesCount(site, series, kind, minute, count, base, NO_PARTS, NO_COUNTS);
    }

    static long minuteOf(long millis) {
        return Math.floorDiv(millis, MINUTE_MILLIS);
    }

    /** Key of the series among all sites; neither part has a slash. */
    public String key() {
        return key(site, series);
    }

    static String key(String site, String series) {
        return site + '/' + series;
    }
}
