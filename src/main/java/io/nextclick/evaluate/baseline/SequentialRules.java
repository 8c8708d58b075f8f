package io.nextclick.evaluate.baseline;

import io.nextclick.evaluate.Click;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Sequential rules (Kamehkhosh, Jannach and Ludewig, "A comparison of frequent pattern techniques
 * and a deep learning method for session-based recommendation", TempRec at RecSys 2017), as
 * session-rec's {@code SR} with {@code weighting=div}: a click on an item d steps after another one
 * of its session adds 1/d to the rule from that to this. Only the rules from the current item make
 * the list. Learns at every click.
 */
public final class SequentialRules extends ItemPairs {

    private final int steps;
    private final Map<String, Recent> sessions = new HashMap<>();

    /** The last clicks of a session; the i-th from 0 is at i modulo the length. */
    private static final class Recent {
        private int[] clicked;
        private int count;

        Recent(int capacity) {
            clicked = new int[capacity];
        }
    }

    /** With the 10 steps that are session-rec's default. */
    public SequentialRules() {
        this(10);
    }

    /**
     * With other steps.
     *
     * @param steps longest distance of a rule's two clicks
     */
    public SequentialRules(int steps) {
        this.steps = steps;
    }

    @Override
    public String name() {
        return "sequential-rules";
    }

    @Override
    public void learn(Click click) {
        int item = number(click);
        Recent recent = sessions.computeIfAbsent(click.sessionId(), id -> new Recent(2));
        for (int back = 1; back <= Math.min(steps, recent.count); back++) {
            int earlier = recent.clicked[(recent.count - back) % recent.clicked.length];
            add(earlier, item, 1.0 / back);
        }
        if (recent.count == recent.clicked.length && recent.count < steps) {
            recent.clicked = Arrays.copyOf(recent.clicked, Math.min(steps, 2 * recent.count));
        }
        recent.clicked[recent.count % recent.clicked.length] = item;
        recent.count++;
    }

    @Override
    double score(int item, double weight) {
        return weight;
    }
}
