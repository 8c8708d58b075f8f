package io.nextclick.alarm;

import io.nextclick.alarm.Alarm.Direction;
import io.nextclick.alarm.Alarm.Severity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges a minute of a series, and learns of it. An alarm opens when the last 1, 2, 3 ... 60
 * minutes together are less likely than the budget of false alarms allows, and far enough from what
 * is expected to be of interest. It closes when the minutes since are as expected again. So a small
 * series is judged by a longer window, and one that is off has one alarm and not one a minute.
 */
final class SeriesWatch {

    /** An alarm closes after so many minutes at least. */
    private static final int RECOVERY = 5;

    /** Minutes are as expected again if they are at least so likely. */
    private static final double CALM = 0.01;

    /**
     * How many independent tests a minute's windows are worth in each direction: they overlap, so
     * fewer than there are. Measured: see {@code SeriesWatchTest}.
     */
    private static final int TESTS = 6;

    /** So many at least are a surge, however unlikely fewer are. */
    private static final int LEAST_SURGE = 20;

    /** So many times sooner a new level is taken over where the hour of the week is not known. */
    private static final int SOONER = 8;

    /** From this ratio, or its inverse, on it is critical. */
    private static final double CRITICAL = 0.5;

    private final AlarmSettings settings;

    /** Chance from which on a window is an alarm. */
    private final double chance;

    SeriesWatch(AlarmSettings settings) {
        this.settings = settings;
        this.chance = 1.0 / (2 * TESTS * settings.falseAlarmMinutes());
    }

    /** A window that is not as expected. */
    private record Finding(
            Direction direction, int window, long observed, double expected, double chance) {

        double ratio() {
            return observed / expected;
        }

        Finding withChance(double likely) {
            return new Finding(direction, window, observed, expected, likely);
        }

        Severity severity() {
            boolean far = ratio() <= CRITICAL || ratio() >= 1 / CRITICAL;
            return far ? Severity.CRITICAL : Severity.WARNING;
        }
    }

    /**
     * Judges the state's next minute.
     *
     * @param key of the series
     * @param counted how many there were
     * @param base of how many; not read where the series is no share
     * @return the alarm if one opens, grows worse or closes
     */
    Optional<Alarm> judge(SeriesState state, String key, long counted, long base) {
        long minute = state.minute++;
        long count = Math.max(0, counted);
        double of = state.kind.isShare() ? Math.max(0, base) : 1;
        Causes.minute(state);
        Optional<Alarm> alarm = Optional.empty();
        if (state.kind.isKnown() || state.minutes >= settings.learnMinutes()) {
            push(state, count, Expectation.of(state, minute, of));
            alarm =
                    state.isOpen()
                            ? whileOpen(state, key, minute)
                            : whileClosed(state, key, minute);
        }
        if (!state.isOpen()) {
            if (state.ring > 0) {
                Expectation.learnSpread(state, minute);
            }
            Expectation.learn(state, minute, count, of);
            Causes.learn(state);
        }
        Causes.endMinute(state);
        Expectation.endHour(state, minute);
        return alarm;
    }

    /** True if its last minute opened an alarm. */
    static boolean isNewlyOpen(SeriesState state) {
        return state.isOpen() && state.openedMinute == state.minute - 1;
    }

    private static void push(SeriesState state, long count, double expected) {
        if (state.ring == SeriesState.RING) {
            state.ring--;
            System.arraycopy(state.observed, 1, state.observed, 0, state.ring);
            System.arraycopy(state.expected, 1, state.expected, 0, state.ring);
        }
        state.observed[state.ring] = count;
        state.expected[state.ring] = (float) expected;
        state.ring++;
    }

    private Optional<Alarm> whileClosed(SeriesState state, String key, long minute) {
        Finding worst = worst(state, minute);
        if (worst == null) {
            return Optional.empty();
        }
        state.sinceMinute = minute - worst.window() + 1;
        state.openedMinute = minute;
        state.window = worst.window();
        state.direction = worst.direction();
        state.severity = worst.severity();
        state.cause = Causes.of(state);
        return Optional.of(alarm(state, key, Alarm.State.OPEN, minute, worst));
    }

    private Optional<Alarm> whileOpen(SeriesState state, String key, long minute) {
        // Nobody knows of a level of the last minutes how the day goes on.
        int patience = settings.relearnMinutes() / (Expectation.knows(state, minute) ? 1 : SOONER);
        if (minute - state.openedMinute >= patience) {
            long since = minute - state.sinceMinute + 1;
            Finding last = lastMinutes(state, (int) Math.min(state.ring, since));
            Expectation.scale(state, minute, last.expected() > 0 ? last.ratio() : 1);
            state.cause = "the new level is what is expected from now on";
            return Optional.of(close(state, key, minute, last));
        }
        int window = Math.min(state.ring, Math.max(RECOVERY, state.window));
        Finding last = lastMinutes(state, window);
        if (minute - state.openedMinute >= RECOVERY && isCalm(state, last, minute)) {
            state.cause = "as expected again";
            return Optional.of(close(state, key, minute, last));
        }
        Finding worst = worst(state, minute);
        if (worst != null
                && worst.direction() == state.direction
                && worst.severity().compareTo(state.severity) > 0) {
            state.severity = worst.severity();
            state.cause = Causes.of(state);
            return Optional.of(alarm(state, key, Alarm.State.OPEN, minute, worst));
        }
        return Optional.empty();
    }

    /** What was unusual is over; its minutes say nothing of those to come. */
    private static Alarm close(SeriesState state, String key, long minute, Finding last) {
        Alarm closed = alarm(state, key, Alarm.State.CLOSED, minute, last);
        state.sinceMinute = 0;
        state.openedMinute = 0;
        state.window = 0;
        state.cause = "";
        state.ring = 0;
        return closed;
    }

    private Finding lastMinutes(SeriesState state, int window) {
        double observed = 0;
        double expected = 0;
        for (int back = 1; back <= window; back++) {
            observed += state.observed[state.ring - back];
            expected += state.expected[state.ring - back];
        }
        return new Finding(state.direction, window, Math.round(observed), expected, 1);
    }

    private boolean isCalm(SeriesState state, Finding last, long minute) {
        if (last.expected() <= 0) {
            return true;
        }
        double near = 1 - settings.leastChange() / 2;
        boolean isNear =
                state.direction == Direction.DROP ? last.ratio() >= near : last.ratio() <= 1 / near;
        return isNear || chanceOf(state, last, minute) > CALM;
    }

    private static double chanceOf(SeriesState state, Finding last, long minute) {
        int window = 0;
        while (SeriesState.WINDOWS[window] < last.window()) {
            window++;
        }
        double dispersion = Expectation.dispersion(state, window, minute, last.expected());
        return last.direction() == Direction.DROP
                ? CountTails.atMost(last.observed(), last.expected(), dispersion)
                : CountTails.atLeast(last.observed(), last.expected(), dispersion);
    }

    /** The least likely window of those that are an alarm. */
    private @Nullable Finding worst(SeriesState state, long minute) {
        Finding worst = null;
        for (int window : SeriesState.WINDOWS) {
            if (window > state.ring) {
                break;
            }
            Finding found = found(state, window, minute);
            if (found != null && (worst == null || found.chance() < worst.chance())) {
                worst = found;
            }
        }
        return worst;
    }

    private @Nullable Finding found(SeriesState state, int window, long minute) {
        Finding last = lastMinutes(state, window);
        if (last.expected() <= 0) {
            return null;
        }
        double far = 1 - settings.leastChange();
        boolean drop = state.kind.mayDrop() && last.ratio() <= far;
        boolean surge = last.ratio() >= 1 / far && last.observed() >= LEAST_SURGE;
        if (!drop && !surge) {
            return null;
        }
        Finding found =
                new Finding(
                        drop ? Direction.DROP : Direction.SURGE,
                        window,
                        last.observed(),
                        last.expected(),
                        1);
        double likely = chanceOf(state, found, minute);
        return likely > chance ? null : found.withChance(likely);
    }

    /** What takes the place of the alarms of a series that is forgotten. */
    static Alarm forgotten(SeriesState state, String key) {
        Finding nothing = new Finding(state.direction, 0, 0, 0, 1);
        return alarm(state, key, Alarm.State.FORGOTTEN, state.minute - 1, nothing);
    }

    private static Alarm alarm(
            SeriesState state, String key, Alarm.State what, long minute, Finding of) {
        state.published = true;
        int slash = key.indexOf('/');
        return new Alarm(
                key.substring(0, slash),
                key.substring(slash + 1),
                what,
                state.direction,
                state.severity,
                state.sinceMinute * SeriesCount.MINUTE_MILLIS,
                (minute + 1) * SeriesCount.MINUTE_MILLIS,
                of.window(),
                of.expected(),
                of.observed(),
                of.chance(),
                state.cause);
    }
}
