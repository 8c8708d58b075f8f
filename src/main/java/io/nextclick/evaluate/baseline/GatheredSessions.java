package io.nextclick.evaluate.baseline;

import io.nextclick.evaluate.Click;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gathers clicks by session, for models that are built from whole sessions. */
final class GatheredSessions {

    private final ItemNumbers items = new ItemNumbers();
    private final Map<String, Session> byId = new HashMap<>();
    private final List<Session> sessions = new ArrayList<>();

    /** One session's clicks so far. */
    static final class Session {
        private int[] clicked = new int[4];
        private int size;
        private long endMillis;

        /** Item numbers in order of the clicks, repeats included. */
        int[] clicked() {
            return Arrays.copyOf(clicked, size);
        }

        int size() {
            return size;
        }

        long endMillis() {
            return endMillis;
        }
    }

    void add(Click click) {
        Session session = byId.get(click.sessionId());
        if (session == null) {
            session = new Session();
            byId.put(click.sessionId(), session);
            sessions.add(session);
        }
        if (session.size == session.clicked.length) {
            session.clicked = Arrays.copyOf(session.clicked, 2 * session.size);
        }
        session.clicked[session.size++] = items.learn(click.itemId());
        session.endMillis = click.atMillis();
    }

    ItemNumbers items() {
        return items;
    }

    /** All sessions in the order of their first clicks. */
    List<Session> sessions() {
        return sessions;
    }
}
