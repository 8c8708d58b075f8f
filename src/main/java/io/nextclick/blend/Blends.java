package io.nextclick.blend;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The blends of one subtask, one a site and surface, and the lists that they still may learn from.
 * A blend learns at once from what its own subtask sees, shares that now and then, and takes over
 * what all of them learnt together.
 *
 * <p>Bounded: the blend that was used longest ago leaves, and the person whose list is oldest. What
 * was not shared yet and the lists to learn from are lost with the process, which costs a few
 * examples; so no state is read or written for them.
 */
public final class Blends {

    /** Most sites and surfaces. */
    static final int MOST_BLENDS = 4_000;

    /**
     * How long to wait for the policy with the newest contribution. It is back after the interval
     * of sharing and, in exactly-once mode, the next checkpoint; a record that was compacted away
     * before it was read never is.
     */
    static final long PATIENCE_MILLIS = 600_000;

    private final LearningRules rules;
    private final int maxPractice;
    private final int subtask;

    private final Map<String, Blend> blends = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Lesson> lessons = new LinkedHashMap<>();

    private static final Signal[] SIGNALS = Signal.values();

    private record Lesson(String policyKey, Practice practice, long atMillis) {}

    private static final class Blend {
        private final BlendModel model = new BlendModel();
        private final long sinceMillis;
        private long sharedExamples;
        private long sharedNumber;
        private long sharedAtMillis;

        /** True until a policy has the newest contribution. */
        private boolean waiting;

        /** What others know of this blend. */
        private float[] sharedWeights = model.weights.clone();

        private double[] sharedSquares = model.squares.clone();

        private Blend(long sinceMillis) {
            this.sinceMillis = sinceMillis;
        }

        /** One that begins anew; its contributions are still told apart from this one's. */
        private Blend anew(long millis) {
            Blend anew = new Blend(millis);
            anew.sharedNumber = sharedNumber;
            return anew;
        }
    }

    /**
     * @param rules how they learn
     * @param maxPractice most persons whose last list is remembered
     * @param subtask which subtask's they are
     */
    public Blends(LearningRules rules, int maxPractice, int subtask) {
        this.rules = rules;
        this.maxPractice = maxPractice;
        this.subtask = subtask;
    }

    /** The weights that serve a site and surface. */
    public float[] weights(String policyKey) {
        return blend(policyKey).model.serving();
    }

    /** The model of a site and surface. */
    public BlendModel model(String policyKey) {
        return blend(policyKey).model;
    }

    private Blend blend(String policyKey) {
        Blend blend = blends.computeIfAbsent(policyKey, key -> new Blend(0));
        if (blends.size() > MOST_BLENDS) {
            var oldest = blends.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return blend;
    }

    /**
     * Remembers a person's newest list until it is known where they went.
     *
     * @param atMillis time of the event that the list is for, ms since the epoch; a list for an
     *     event before the one of the list that is remembered is where nobody goes on from
     */
    public void remember(String person, String policyKey, Practice practice, long atMillis) {
        if (!rules.enabled() || isPassed(person, atMillis)) {
            return;
        }
        lessons.remove(person);
        lessons.put(person, new Lesson(policyKey, practice, atMillis));
        if (lessons.size() > maxPractice) {
            var oldest = lessons.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** True of an event before the one that the person's newest list is for. */
    private boolean isPassed(String person, long atMillis) {
        Lesson newest = lessons.get(person);
        return newest != null && atMillis < newest.atMillis();
    }

    /** Forgets a person's newest list, unless it is newer: nothing follows from it. */
    public void forget(String person, long atMillis) {
        if (!isPassed(person, atMillis)) {
            lessons.remove(person);
        }
    }

    /**
     * Learns where a person went from their newest list, unless it is newer.
     *
     * @return true if that taught something
     */
    public boolean learn(String person, String went, long atMillis) {
        if (isPassed(person, atMillis)) {
            return false;
        }
        Lesson lesson = lessons.remove(person);
        return lesson != null
                && blend(lesson.policyKey()).model.learn(lesson.practice(), went, rules);
    }

    /** How many lists it may still learn from. */
    public int openLessons() {
        return lessons.size();
    }

    /**
     * What was learnt since the last contribution, one a blend. A blend that waits for the policy
     * with its last one has none: the next one would lack what the others put into that policy, and
     * a blend that always has a newer one under way would never take any policy.
     */
    public List<Policy> contributions(long nowMillis) {
        List<Policy> news = new ArrayList<>();
        for (Map.Entry<String, Blend> entry : blends.entrySet()) {
            Blend blend = entry.getValue();
            BlendModel model = blend.model;
            long examples = model.examples - blend.sharedExamples;
            boolean waits = blend.waiting && nowMillis - blend.sharedAtMillis < PATIENCE_MILLIS;
            if (examples > 0 && !waits) {
                blend.sharedAtMillis = nowMillis;
                blend.sharedExamples = model.examples;
                blend.sharedNumber = Math.max(blend.sharedNumber + 1, nowMillis);
                blend.sharedWeights = model.weights.clone();
                blend.sharedSquares = model.squares.clone();
                blend.waiting = true;
                news.add(
                        new Policy(
                                entry.getKey(),
                                0,
                                nowMillis,
                                blend.sinceMillis,
                                model.weights.clone(),
                                model.squares.clone(),
                                examples,
                                model.loss,
                                model.excess,
                                model.fallback,
                                new int[] {subtask},
                                new long[] {blend.sharedNumber}));
            }
        }
        return news;
    }

    /**
     * Takes over what all learnt together, and adds what was learnt here meanwhile. A policy that
     * lacks this subtask's newest contribution would undo it; the next one will have it. After a
     * reset the blend begins anew, and what others learnt before it is not taken.
     */
    public void take(Policy policy) {
        Blend blend = blend(policy.policyKey());
        if (policy.sinceMillis() < blend.sinceMillis) {
            return;
        }
        if (policy.sinceMillis() > blend.sinceMillis) {
            blend = blend.anew(policy.sinceMillis());
            blends.put(policy.policyKey(), blend);
        }
        BlendModel model = blend.model;
        if (blend.waiting && policy.numberOf(subtask) < blend.sharedNumber) {
            return;
        }
        blend.waiting = false;
        for (Signal signal : SIGNALS) {
            int at = signal.place();
            float weight = policy.weight(signal);
            model.weights[at] =
                    BlendModel.bounded(moved(model.weights[at], blend.sharedWeights[at], weight));
            blend.sharedWeights[at] = weight;
            double square = policy.square(signal);
            // Smaller ones than were shared began anew meanwhile.
            if (model.squares[at] >= blend.sharedSquares[at]) {
                model.squares[at] = moved(model.squares[at], blend.sharedSquares[at], square);
            }
            blend.sharedSquares[at] = square;
        }
        if (model.examples == 0) {
            model.fallback = policy.fallback();
        }
    }

    /** A value moved as far as what was shared of it; one that was shared is what all have. */
    private static double moved(double own, double shared, double together) {
        return own == shared ? together : own + (together - shared);
    }
}
