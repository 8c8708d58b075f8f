package io.nextclick.evaluate.baseline;

import io.nextclick.blend.Selection;
import io.nextclick.evaluate.Click;
import java.util.List;

/**
 * VSTAN (Ludewig, Mauro, Latifi and Jannach, "Empirical analysis of session-based recommendation
 * algorithms", UMUAI 2020; STAN is Garg et al., SIGIR 2019, with the weights of VS-kNN added). With
 * the current session c of length L, items at positions 1 to L, and a past session n:
 *
 * <ul>
 *   <li>candidates are the {@code sampleSize} most recent sessions that share an item with c
 *   <li>w(i) = exp((p − L) / λspw) for an item whose last position in c is p; similarity(c, n) = Σ
 *       w(i) over shared items / (√Σ w(i)² over c · √distinct items of n) · exp(−age of n / λsnh)
 *   <li>the k most similar vote: an item's score is Σ similarity · exp(−|last position of the item
 *       in n − last position of a shared item in n| / λinh) · exp((q − L) / λipw) · (1 + λidf ·
 *       idf), where q is the newest position in c whose item is in n, and idf = ln(sessions /
 *       clicks on the item)
 * </ul>
 *
 * The age is that before the newest learnt session, which differs from the request's time by a
 * factor that is the same for all.
 */
public final class Vstan extends SessionNeighbours {

    private static final double DAY_MILLIS = 86_400_000;

    private final Settings settings;
    private final TopScores neighbours = new TopScores();
    private double[] idfFactor = {};
    private double[] sessionFactor = {};
    private double[] distanceWeight = {};
    private double[] sharedWeight = {};
    private long[] found = {};

    /**
     * Parameters, named as in session-rec.
     *
     * @param k sessions that vote
     * @param sampleSize most recent sessions among which they are looked for
     * @param spw λ of the position of a shared item in the current session, clicks
     * @param snh λ of a past session's age, days
     * @param inh λ of an item's distance from the last shared item in a past session, clicks
     * @param ipw λ of the newest shared item's position in the current session, clicks
     * @param idf weight of an item's rarity
     */
    public record Settings(
            int k, int sampleSize, double spw, double snh, double inh, double ipw, double idf) {

        /** Checks. */
        public Settings {
            if (k < 1 || sampleSize < 1 || !(spw > 0 && snh > 0 && inh > 0 && ipw > 0)) {
                throw new IllegalArgumentException("must be more than 0");
            }
        }
    }

    /** With the parameters that session-rec ships for rsc15 (windows, best MRR). */
    public Vstan() {
        this(new Settings(1500, 10_000, 0.5, 5, 2, 2, 2));
    }

    /** With other parameters. */
    public Vstan(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "vstan";
    }

    @Override
    void prepare() {
        int items = index.itemCount();
        int sessions = index.sessionCount();
        idfFactor = new double[items];
        for (int item = 0; item < items; item++) {
            double idf = Math.log(sessions / (double) index.clicks(item));
            idfFactor[item] = 1 + settings.idf() * idf;
        }
        sessionFactor = new double[sessions];
        for (int session = 0; session < sessions; session++) {
            double days = (index.endMillis(sessions - 1) - index.endMillis(session)) / DAY_MILLIS;
            int distinct = index.firstOfSession(session + 1) - index.firstOfSession(session);
            sessionFactor[session] = Math.exp(-days / settings.snh()) / Math.sqrt(distinct);
        }
        distanceWeight = new double[index.longestSession() + 1];
        for (int distance = 0; distance < distanceWeight.length; distance++) {
            distanceWeight[distance] = Math.exp(-distance / settings.inh());
        }
        sharedWeight = new double[sessions];
        found = new long[sessions];
    }

    @Override
    void ask(List<Click> prefix) {
        findNeighbours(prefix);
        vote(prefix.size());
    }

    @Override
    double[] itemFactors() {
        return idfFactor;
    }

    @Override
    public long stateBytes() {
        long doubles = idfFactor.length + sessionFactor.length + (long) distanceWeight.length;
        return indexBytes() + Double.BYTES * doubles;
    }

    private void findNeighbours(List<Click> prefix) {
        int[] itemSessions = index.itemSessions();
        int count = 0;
        for (int at = prefix.size(); at > 0; at--) {
            int item = place(prefix.get(at - 1), at);
            if (item == ItemNumbers.UNKNOWN) {
                continue;
            }
            double weight = Math.exp((at - prefix.size()) / settings.spw());
            // What is too old among one item's sessions is too old among all items' sessions.
            int start = index.firstOfItem(item);
            int end = Math.min(index.firstOfItem(item + 1), start + settings.sampleSize());
            for (int i = start; i < end; i++) {
                int session = itemSessions[i];
                if (sessionRequest[session] == request) {
                    sharedWeight[session] += weight;
                } else {
                    sessionRequest[session] = request;
                    sharedWeight[session] = weight;
                    found[count++] = session;
                }
            }
        }
        int sampled = Math.min(count, settings.sampleSize());
        neighbours.clear(settings.k());
        for (int i = Selection.moveLargestToEnd(found, count, sampled); i < count; i++) {
            // The norm of the current session is the same for all, so it is left out.
            int session = (int) found[i];
            neighbours.offer(session, sharedWeight[session] * sessionFactor[session]);
        }
    }

    /** Lets the neighbours vote for their items. */
    private void vote(int length) {
        int[] sessionItems = index.sessionItems();
        int[] lastPositions = index.lastPositions();
        for (int i = 0; i < neighbours.size(); i++) {
            int session = neighbours.number(i);
            int start = index.firstOfSession(session);
            int end = index.firstOfSession(session + 1);
            int sharedAt = 0;
            int newestShared = 0;
            for (int j = start; j < end; j++) {
                int item = sessionItems[j];
                if (isPlaced(item)) {
                    sharedAt = Math.max(sharedAt, lastPositions[j]);
                    newestShared = Math.max(newestShared, placeOf(item));
                }
            }
            double weight =
                    neighbours.score(i) * Math.exp((newestShared - length) / settings.ipw());
            for (int j = start; j < end; j++) {
                int item = sessionItems[j];
                double vote = weight * distanceWeight[Math.abs(lastPositions[j] - sharedAt)];
                votes.add(item, vote);
            }
        }
    }
}
