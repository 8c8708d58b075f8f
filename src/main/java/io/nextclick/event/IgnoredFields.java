package io.nextclick.event;

import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Fields of an event that cannot be what they say and are taken for absent, so that the event is
 * not lost: ids that trackers send where there is none, and a time of sending that no clock gave.
 */
public final class IgnoredFields {

    private static final int USER_ID = 1;
    private static final int DEVICE_ID = 1 << 1;
    private static final int SOURCE_SESSION_ID = 1 << 2;
    private static final int NETWORK_HASH = 1 << 3;
    private static final int SENT_AT = 1 << 4;

    private static final String[] NAMES = {
        "user_id", "device_id", "source_session_id", "signals.network_hash", "sent_at"
    };

    /** The longest that can be no id: a UUID of zeros with braces. */
    private static final int MOST_LENGTH = 38;

    /** What languages and tools write for nothing, in lower case. */
    private static final Set<String> NOTHING =
            Set.of(
                    "undefined",
                    "null",
                    "nil",
                    "none",
                    "nan",
                    "n/a",
                    "-1",
                    "true",
                    "false",
                    "guest",
                    "unknown",
                    "anonymous",
                    "not set",
                    "(not set)",
                    "(none)",
                    "(null)",
                    "<null>",
                    "[object object]",
                    "[object undefined]",
                    "[object null]");

    private IgnoredFields() {}

    /** True for a text that stands for nothing, such as {@code undefined}. */
    public static boolean isNothing(@Nullable String id) {
        return id != null
                && id.length() <= MOST_LENGTH
                && NOTHING.contains(id.strip().toLowerCase(Locale.ROOT));
    }

    /** True for a text that is no id: it stands for nothing, or is all zeros and signs. */
    public static boolean isNoId(@Nullable String id) {
        return isNothing(id) || isZeros(id);
    }

    private static boolean isZeros(@Nullable String id) {
        if (id == null || id.isBlank() || id.length() > MOST_LENGTH) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char each = id.charAt(i);
            if (each != '0' && "-_.{} ".indexOf(each) < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * The fields to be ignored, 0 for none.
     *
     * @param sentAtWrong true if no clock gave the time of sending
     */
    static int of(Event event, boolean sentAtWrong) {
        DeviceSignals signals = event.signals();
        return (isNoId(event.userId()) ? USER_ID : 0)
                | (isNoId(event.deviceId()) ? DEVICE_ID : 0)
                | (isNothing(event.sourceSessionId()) ? SOURCE_SESSION_ID : 0)
                | (signals != null && isNothing(signals.networkHash()) ? NETWORK_HASH : 0)
                | (sentAtWrong ? SENT_AT : 0);
    }

    /** The event without these fields. */
    static Event drop(Event event, int fields) {
        if (fields == 0) {
            return event;
        }
        DeviceSignals signals = event.signals();
        return new Event(
                event.eventId(),
                event.type(),
                event.occurredAtMillis(),
                event.site(),
                (fields & USER_ID) != 0 ? null : event.userId(),
                (fields & DEVICE_ID) != 0 ? null : event.deviceId(),
                (fields & SOURCE_SESSION_ID) != 0 ? null : event.sourceSessionId(),
                event.itemId(),
                event.context(),
                (fields & SENT_AT) != 0 ? 0 : event.sentAtMillis(),
                (fields & NETWORK_HASH) != 0 && signals != null
                        ? new DeviceSignals(null, signals.userAgentFamily(), signals.timeZone())
                        : signals);
    }

    /** The names of these fields. */
    static String names(int fields) {
        StringJoiner names = new StringJoiner(", ");
        for (int i = 0; i < NAMES.length; i++) {
            if ((fields & 1 << i) != 0) {
                names.add(NAMES[i]);
            }
        }
        return names.toString();
    }
}
