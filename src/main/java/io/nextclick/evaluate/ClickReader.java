package io.nextclick.evaluate;

import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.log.BehaviorLog;
import io.nextclick.log.LogFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The clicks of a public behaviour log. A click is a view of an item; carts and purchases are none,
 * as for {@link NextClickHits}. Its session is the log's own; in a log without sessions it is a
 * person's clicks with pauses of at most 30 minutes, named after the person and the first click's
 * time. What is kept grows with the items, and not with the clicks.
 */
public final class ClickReader {

    /** The pause that ends a session in a log without sessions, as commonly set. */
    static final long GAP_MILLIS = Duration.ofMinutes(30).toMillis();

    /** In a log without sessions, those that may go on, the longest idle one first. */
    private final Map<String, OpenSession> openByPerson = new LinkedHashMap<>();

    /**
     * One object for an item, category or brand, however often it occurs: a log has few of them.
     */
    private final Map<String, String> texts = new HashMap<>();

    private static final class OpenSession {
        private final String id;
        private long latestMillis;

        OpenSession(String id) {
            this.id = id;
        }
    }

    private ClickReader() {}

    /**
     * Reads a log into memory.
     *
     * @param path the file, plain or {@code .gz}
     * @param format its format
     * @return its clicks in order of time, equal times in the order of the file
     * @throws IOException if it cannot be read, or has no click; the message says why
     */
    public static List<Click> read(Path path, LogFormat format) throws IOException {
        List<Click> clicks = new ArrayList<>();
        read(path, format, clicks::add);
        return clicks;
    }

    /** Reads a log as {@link #read(Path, LogFormat)} does, and gives one click after the other. */
    static void read(Path path, LogFormat format, Consumer<Click> clicks) throws IOException {
        try (BehaviorLog log = BehaviorLog.open(path, format)) {
            ClickReader reader = new ClickReader();
            boolean any = false;
            while (log.hasNext()) {
                Event event = log.next();
                String item = event.itemId();
                if (item != null && event.type().isNavigation()) {
                    any = true;
                    clicks.accept(
                            new Click(
                                    reader.sessionId(event),
                                    reader.shared(item),
                                    event.occurredAtMillis(),
                                    reader.known(event.context())));
                }
            }
            if (!any) {
                throw new IOException(
                        "no line of %s is a click of a %s log: %s"
                                .formatted(path, format.label(), log.skippedExamples()));
            }
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** What models may know of a click besides its item. */
    private EventContext known(EventContext context) {
        boolean nothing =
                context.category() == null
                        && context.brand() == null
                        && context.price() == null
                        && context.attributes().isEmpty();
        if (nothing) {
            return EventContext.NONE;
        }
        Map<String, String> attributes = new HashMap<>();
        context.attributes().forEach((name, value) -> attributes.put(shared(name), shared(value)));
        return EventContext.builder()
                .category(sharedOrNull(context.category()))
                .brand(sharedOrNull(context.brand()))
                .price(context.price())
                .attributes(Map.copyOf(attributes))
                .build();
    }

    private String sessionId(Event event) {
        String own = event.sourceSessionId();
        if (own != null) {
            // Logs number the sessions of each visitor by itself or of all; this keys both.
            String visitor = event.personId();
            return visitor.equals(own) ? own : visitor + '/' + own;
        }
        return openSession(event).id;
    }

    private OpenSession openSession(Event event) {
        long now = event.occurredAtMillis();
        dropOver(now);
        OpenSession open = openByPerson.remove(event.personKey());
        if (open == null) {
            open = new OpenSession(event.personId() + '#' + now);
        }
        open.latestMillis = now;
        openByPerson.put(event.personKey(), open);
        return open;
    }

    private void dropOver(long nowMillis) {
        Iterator<OpenSession> oldest = openByPerson.values().iterator();
        while (oldest.hasNext() && nowMillis - oldest.next().latestMillis > GAP_MILLIS) {
            oldest.remove();
        }
    }

    private @Nullable String sharedOrNull(@Nullable String text) {
        return text == null ? null : shared(text);
    }

    private String shared(String text) {
        @Nullable String known = texts.putIfAbsent(text, text);
        return known == null ? text : known;
    }
}
