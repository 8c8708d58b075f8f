package io.nextclick.evaluate.baseline;

import io.nextclick.blend.Selection;
import io.nextclick.evaluate.Click;
import java.util.List;

/**
 * VMIS-kNN (Kersbergen, Sprangers and Schelter, "Serenade: low-latency session-based recommendation
 * in e-commerce at scale", SIGMOD 2022, algorithm 2): of the sessions that share an item with the
 * current one, the m most recent are scored, and the k most similar of them vote for their items.
 *
 * <p>The items of the current session are gone through from the newest; each one's sessions, the
 * most recent first, until one is too old to be among the m most recent found so far (a heap knows
 * the oldest of them). A session's similarity is the sum of the decayed positions of the items it
 * shares, {@code position / distinct items}; an item's score is {@code Σ λ(p) · similarity · idf}
 * over its sessions, where p is how far back the newest shared item is, {@code λ(p) = 1 − 0.1 p},
 * and {@code idf = ln(sessions / sessions with the item)}.
 *
 * <p>Everything is in primitive arrays: a session's number is its age, so the heap holds numbers
 * only; similarities are whole until the end, so equal ones are equal. The current item may be
 * recommended; the code that bol.com published drops it.
 */
public final class VmisKnn extends SessionNeighbours {

    private final Settings settings;
    private final NewestSessions newest;
    private double[] idf = {};
    private int[] similarity = {};

    /**
     * Parameters.
     *
     * @param mostRecent m, the sessions that are scored
     * @param neighbours k, those of them that vote
     * @param lastItems how many items of the current session count
     */
    public record Settings(int mostRecent, int neighbours, int lastItems) {

        /** Checks. */
        public Settings {
            if (mostRecent < 1 || neighbours < 1 || lastItems < 1) {
                throw new IllegalArgumentException("must be at least 1");
            }
        }
    }

    /**
     * With the parameters of the evaluation that bol.com published ({@code evaluator.rs}). Those of
     * its service, 500, 500 and 2, are a little worse on both logs with reference values; 1000, 250
     * and 4 come nearest to these.
     */
    public VmisKnn() {
        this(new Settings(1500, 500, 3));
    }

    /** With other parameters. */
    public VmisKnn(Settings settings) {
        this.settings = settings;
        this.newest = new NewestSessions(settings.mostRecent());
    }

    @Override
    public String name() {
        return "vmis";
    }

    @Override
    void prepare() {
        int items = index.itemCount();
        idf = new double[items];
        for (int item = 0; item < items; item++) {
            idf[item] = Math.log(index.sessionCount() / (double) index.sessions(item));
        }
        similarity = new int[index.sessionCount()];
    }

    @Override
    void ask(List<Click> prefix) {
        findSessions(prefix);
        vote();
    }

    @Override
    double[] itemFactors() {
        return idf;
    }

    @Override
    public long stateBytes() {
        return indexBytes() + (long) Double.BYTES * idf.length;
    }

    /**
     * Leaves the m most recent sessions in {@code newest}, each with its similarity. Places are
     * from the end of the current session, from 1.
     */
    private void findSessions(List<Click> prefix) {
        newest.clear();
        int[] itemSessions = index.itemSessions();
        int first = Math.max(0, prefix.size() - settings.lastItems());
        int length = prefix.size() - first;
        for (int fromEnd = 1; fromEnd <= length; fromEnd++) {
            int item = place(prefix.get(prefix.size() - fromEnd), fromEnd);
            if (item == ItemNumbers.UNKNOWN) {
                continue;
            }
            int decay = length - fromEnd + 1;
            int start = index.firstOfItem(item);
            int end = Math.min(index.firstOfItem(item + 1), start + settings.mostRecent());
            for (int i = start; i < end; i++) {
                int session = itemSessions[i];
                if (sessionRequest[session] == request) {
                    similarity[session] += decay;
                    continue;
                }
                if (newest.isFull()) {
                    if (session < newest.oldest()) {
                        break;
                    }
                    sessionRequest[newest.replaceOldest(session)] = 0;
                } else {
                    newest.add(session);
                }
                sessionRequest[session] = request;
                similarity[session] = decay;
            }
        }
    }

    /** Lets the k most similar sessions vote for their items. */
    private void vote() {
        int found = newest.size();
        long[] ranked = newest.scratch();
        for (int i = 0; i < found; i++) {
            int session = newest.session(i);
            ranked[i] = ((long) similarity[session] << Integer.SIZE) | session;
        }
        int voting = Math.min(found, settings.neighbours());
        int[] sessionItems = index.sessionItems();
        for (int i = Selection.moveLargestToEnd(ranked, found, voting); i < found; i++) {
            int session = (int) ranked[i];
            int start = index.firstOfSession(session);
            int end = index.firstOfSession(session + 1);
            int nearest = Integer.MAX_VALUE;
            for (int j = start; j < end; j++) {
                int item = sessionItems[j];
                if (isPlaced(item)) {
                    nearest = Math.min(nearest, placeOf(item));
                }
            }
            double weight = linearWeight(nearest) * similarity[session];
            for (int j = start; j < end; j++) {
                votes.add(sessionItems[j], weight);
            }
        }
    }

    /** λ of the paper; as published it is 1 − 0.1 p also where that is below 0. */
    static double linearWeight(int place) {
        return place < 100 ? 1 - 0.1 * place : 0;
    }

    /**
     * The m largest session numbers: a heap with the smallest on top, made only when it is full.
     */
    private static final class NewestSessions {
        private final int[] sessions;
        private final long[] scratch;
        private int size;

        NewestSessions(int limit) {
            sessions = new int[limit];
            scratch = new long[limit];
        }

        void clear() {
            size = 0;
        }

        int size() {
            return size;
        }

        int session(int i) {
            return sessions[i];
        }

        /** An array as long as the limit, for the caller. */
        long[] scratch() {
            return scratch;
        }

        boolean isFull() {
            return size == sessions.length;
        }

        void add(int session) {
            sessions[size++] = session;
            if (isFull()) {
                for (int place = (size >>> 1) - 1; place >= 0; place--) {
                    siftDown(place, sessions[place]);
                }
            }
        }

        /** The smallest, once it is full. */
        int oldest() {
            return sessions[0];
        }

        /** Puts one in its place and returns it. */
        int replaceOldest(int session) {
            int oldest = sessions[0];
            siftDown(0, session);
            return oldest;
        }

        private void siftDown(int start, int session) {
            int place = start;
            while (true) {
                int child = 2 * place + 1;
                if (child >= size) {
                    break;
                }
                if (child + 1 < size && sessions[child + 1] < sessions[child]) {
                    child++;
                }
                if (session < sessions[child]) {
                    break;
                }
                sessions[place] = sessions[child];
                place = child;
            }
            sessions[place] = session;
        }
    }
}
