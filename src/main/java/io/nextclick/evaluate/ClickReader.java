package io.nextclick.evaluate;

import io.nextclick.event.Event;
import io.nextclick.log.BehaviorLog;
import io.nextclick.log.LogFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The clicks of a public behaviour log. A click is a view of an item; carts and purchases are none,
 * as for {@link NextClickHits}. Its session is the log's own; in a log without sessions it is a
 * person's clicks with pauses of at most 30 minutes.
 */
public final class ClickReader {

    /** The pause that ends a session in a log without sessions, as commonly set. */
    static final long GAP_MILLIS = Duration.ofMinutes(30).toMillis();

    private final Map<String, OpenSession> openByPerson = new HashMap<>();

    /** One object for an id, however often it occurs: a log repeats its few ids on every line. */
    private final Map<String, String> ids = new HashMap<>();

    private static final class OpenSession {
        private int number;
        private long latestMillis;
        private String id = "";
    }

    private ClickReader() {}

    /**
     * Reads a log.
     *
     * @param path the file, plain or {@code .gz}
     * @param format its format
     * @return its clicks in order of time, equal times in the order of the file
     * @throws IOException if it cannot be read, or has no click; the message says why
     */
    public static List<Click> read(Path path, LogFormat format) throws IOException {
        List<Click> clicks = new ArrayList<>();
        try (BehaviorLog log = BehaviorLog.open(path, format)) {
            ClickReader reader = new ClickReader();
            while (log.hasNext()) {
                Event event = log.next();
                String item = event.itemId();
                if (item != null && event.type().isNavigation()) {
                    clicks.add(
                            new Click(
                                    reader.sessionId(event),
                                    reader.shared(item),
                                    event.occurredAtMillis()));
                }
            }
            if (clicks.isEmpty()) {
                throw new IOException(
                        "no line of %s is a click of a %s log: %s"
                                .formatted(path, format.label(), log.skippedExamples()));
            }
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
        return clicks;
    }

    private String sessionId(Event event) {
        String own = event.sourceSessionId();
        if (own != null) {
            // Logs number the sessions of each visitor by itself or of all; this keys both.
            String visitor = event.personId();
            return shared(visitor.equals(own) ? own : visitor + '/' + own);
        }
        return openSession(event).id;
    }

    private OpenSession openSession(Event event) {
        String person = event.personKey();
        OpenSession open = openByPerson.get(person);
        if (open == null) {
            open = new OpenSession();
            openByPerson.put(person, open);
        }
        if (open.number == 0 || event.occurredAtMillis() - open.latestMillis > GAP_MILLIS) {
            open.number++;
            open.id = event.personId() + '#' + open.number;
        }
        open.latestMillis = event.occurredAtMillis();
        return open;
    }

    private String shared(String id) {
        @Nullable String known = ids.putIfAbsent(id, id);
        return known == null ? id : known;
    }
}
