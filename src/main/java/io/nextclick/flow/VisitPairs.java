package io.nextclick.flow;

import java.util.List;

/**
 * The pairs of items that the steps of a visit teach. A step teaches each earlier step's item, at
 * distance <i>d</i>, that one goes on from it to the new item, with the weight {@code 1 / (d · √n)}
 * where the new step is the visit's <i>n</i>-th. This is session-kNN with cosine similarity summed
 * over pairs, with a linear decay over the distance (Jannach and Ludewig: When Recurrent Neural
 * Networks meet the Neighborhood for Session-Based Recommendation, RecSys 2017).
 *
 * <p>What a visit taught of itself says nothing of what others do. It is added up here once more,
 * from the path alone, so that the list making can leave it out: otherwise whoever goes from one
 * item to another and back would be taught by their own steps to do so again.
 */
public final class VisitPairs {

    /** Most steps that an event is related to. */
    public static final int MAX_STEPS = 15;

    /** What coming from an item says next to going on to it. */
    public static final float BACKWARD_SHARE = 0.5f;

    private final int items;
    private final float[] forward;
    private final float[] next;
    private final float[] visits;

    private VisitPairs(int items) {
        this.items = items;
        this.forward = new float[items * items];
        this.next = new float[items * items];
        this.visits = new float[items];
    }

    /** The path of a visit that came to each of so many recent items once. */
    static byte[] eachOnce(int recentItems) {
        byte[] path = new byte[Math.min(recentItems, MAX_STEPS)];
        for (byte place = 0; place < path.length; place++) {
            path[place] = place;
        }
        return path;
    }

    /**
     * Weight of one pair.
     *
     * @param distance steps between the two, 1 for neighbours
     * @param steps how many steps the visit has with the newer of the two
     */
    public static float weight(int distance, int steps) {
        return (float) (1 / (distance * Math.sqrt(Math.max(steps, 1))));
    }

    /** Weight of the pair of a recent item and the event's, by the place of the recent one. */
    public static float weightAfter(PersonEvent event, int place) {
        float weight = 0;
        for (int k = 0; k < event.path().length; k++) {
            if (event.path()[k] == place) {
                weight += weight(k + 1, event.steps());
            }
        }
        return weight;
    }

    /**
     * What the visit taught of its own items before the event.
     *
     * @param event whose asked items are meant, each by its place among them
     */
    public static VisitPairs taughtBefore(PersonEvent event) {
        List<String> asked = event.askedItems();
        return taughtBefore(event, asked, places(event, asked));
    }

    /**
     * The same.
     *
     * @param asked the event's asked items
     * @param places of each recent item its place among them
     */
    public static VisitPairs taughtBefore(PersonEvent event, List<String> asked, int[] places) {
        VisitPairs taught = new VisitPairs(asked.size());
        if (!event.learn() || asked.isEmpty()) {
            return taught;
        }
        byte[] path = event.path();
        int steps = event.steps() - (event.step() ? 1 : 0);
        for (int newer = 0; newer < path.length; newer++) {
            if (path[newer] < 0) {
                continue;
            }
            int to = places[path[newer]];
            taught.visits[to]++;
            for (int older = newer + 1; older < path.length; older++) {
                if (path[older] >= 0) {
                    int pair = places[path[older]] * taught.items + to;
                    taught.forward[pair] += weight(older - newer, steps - newer);
                    taught.next[pair] += older == newer + 1 ? 1 : 0;
                }
            }
        }
        return taught;
    }

    /** Of each recent item its place among the asked ones. */
    public static int[] places(PersonEvent event, List<String> asked) {
        int[] places = new int[event.recentItems().length];
        for (int i = 0; i < places.length; i++) {
            places[i] = asked.indexOf(event.recentItems()[i]);
        }
        return places;
    }

    /** How often the visit came to an asked item before the event. */
    public float visits(int item) {
        return visits[item];
    }

    /** Weight of going on from one asked item to another. */
    public float forward(int from, int to) {
        return forward[from * items + to];
    }

    /** How often the visit went straight from one asked item to another. */
    public float next(int from, int to) {
        return next[from * items + to];
    }

    /** What an asked item was taught of another: going on to it, and in part coming from it. */
    public float strength(int of, int other) {
        return of == other
                ? forward(of, other)
                : forward(of, other) + BACKWARD_SHARE * forward(other, of);
    }
}
