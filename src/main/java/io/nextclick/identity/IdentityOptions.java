package io.nextclick.identity;

import io.nextclick.option.Durations;
import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import io.nextclick.option.OptionValues;
import java.time.Duration;

/** Options of links that somebody stated. */
public final class IdentityOptions {

    public static final OptionList ALL = new OptionList();

    private static final Duration YEARS = Duration.ofDays(3_650);

    static final Option<Duration> LOOK_BACK =
            ALL.duration(
                    "identity.look-back",
                    Duration.ofDays(30),
                    Duration.ZERO,
                    YEARS,
                    "Anonymous events of a device up to this long before its first login become the"
                            + " user's.");
    static final Option<Integer> MAX_HISTORY =
            ALL.number(
                    "identity.max-history",
                    500,
                    1,
                    100_000,
                    "Maximum number of anonymous events of a device that are kept to be moved, the"
                            + " newest; and of impressions and pings as many besides.");
    static final Option<Integer> SHARED_USERS =
            ALL.number(
                    "identity.shared-users",
                    3,
                    1,
                    1_000,
                    "A device with more users than this in identity.shared-window is shared: its"
                            + " anonymous events are its own.");
    static final Option<Duration> SHARED_WINDOW =
            ALL.duration(
                    "identity.shared-window",
                    Duration.ofDays(30),
                    Duration.ofMinutes(1),
                    YEARS,
                    "Window in which the users of a device are counted.");
    public static final Option<Duration> DEVICE_TTL =
            ALL.duration(
                    "identity.device-ttl",
                    Duration.ofDays(90),
                    Duration.ofMinutes(1),
                    YEARS,
                    "How long a device is remembered after the last event.");

    private IdentityOptions() {}

    /**
     * The settings.
     *
     * @param gapMillis gap of sessions
     * @param skewMillis how far a clock may be wrong
     */
    public static IdentitySettings settings(OptionValues given, long gapMillis, long skewMillis) {
        given.require(
                given.get(DEVICE_TTL).compareTo(given.get(LOOK_BACK)) >= 0,
                DEVICE_TTL,
                "at least identity.look-back=" + Durations.text(given.get(LOOK_BACK)));
        return new IdentitySettings(
                given.millis(LOOK_BACK),
                given.get(MAX_HISTORY),
                gapMillis,
                given.get(SHARED_USERS),
                given.millis(SHARED_WINDOW),
                skewMillis);
    }
}
