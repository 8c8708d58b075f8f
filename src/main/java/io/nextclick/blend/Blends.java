package io.nextclick.blend;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The blends of one subtask, one a site and surface, and the pending training examples: lists whose
 * next click is not known yet. A blend learns at once from what its own subtask sees, contributes
 * that at intervals, and takes over the merged policy of all subtasks.
 *
 * <p>Bounded: the least recently used blend and the person with the oldest list are evicted.
 * Pending examples and what was not contributed yet are lost with the process, which costs a few
 * examples; so no state is read or written for them.
 */
public final class Blends {

    /** Most sites and surfaces. */
    static final int MOST_BLENDS = 4_000;

    /** Most unused examples that are kept: about as many are taken as are put back. */
    private static final int MOST_SPARE = 16;

    /**
     * How long to wait for the policy with the newest contribution. It is back after the policy
     * interval and, in exactly-once mode, the next checkpoint. A record that was compacted away
     * before it was read never is.
     */
    static final long PATIENCE_MILLIS = 600_000;

    private final LearningSettings rules;
    private final int maxPending;
    private final int subtask;

    private final Map<String, Blend> blends = new LinkedHashMap<>(16, 0.75f, true);

    /** By person, the oldest first. */
    private final Map<String, PendingExample> pending = new LinkedHashMap<>();

    /** Of no person: their memory serves the next ones. */
    private final Deque<PendingExample> spare = new ArrayDeque<>();

    private static final class Blend {
        private final BlendModel model = new BlendModel();
        private final long sinceMillis;
        private long sharedExamples;
        private long sharedNumber;
        private long sharedAtMillis;

        /** True until a policy has the newest contribution. */
        private boolean waiting;

        /** What was contributed last. */
        private float[] sharedWeights = model.weights.clone();

        private double[] sharedSquares = model.squares.clone();

        private Blend(long sinceMillis) {
            this.sinceMillis = sinceMillis;
        }

        /** A new one whose contributions are still numbered after this one's. */
        private Blend restarted(long millis) {
            Blend blend = new Blend(millis);
            blend.sharedNumber = sharedNumber;
            return blend;
        }
    }

    /**
     * @param rules how they learn
     * @param maxPending most persons with a pending example
     * @param subtask which subtask's they are
     */
    public Blends(LearningSettings rules, int maxPending, int subtask) {
        this.rules = rules;
        this.maxPending = maxPending;
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
     * Keeps a copy of the example of a person's newest list until their next click.
     *
     * @param later what the click after the next one counts, 0 to 1
     * @param atMillis time of the event that the list is for, ms since the epoch; the example is
     *     dropped if the pending one is of a later event
     */
    public void remember(
            String person, String policyKey, TrainingExample example, double later, long atMillis) {
        if (!rules.enabled() || isPassed(person, atMillis)) {
            return;
        }
        PendingExample last = pending.remove(person);
        PendingExample newest =
                last != null ? last : spare.isEmpty() ? new PendingExample() : spare.removeLast();
        newest.example.fill(example);
        if (!newest.policyKey.equals(policyKey)) {
            newest.hasBefore = false;
        }
        newest.policyKey = policyKey;
        newest.later = later;
        newest.learnt = false;
        newest.atMillis = atMillis;
        pending.put(person, newest);
        if (pending.size() > maxPending) {
            var oldest = pending.values().iterator();
            PendingExample evicted = oldest.next();
            oldest.remove();
            spare(evicted);
        }
    }

    private void spare(PendingExample unused) {
        if (spare.size() < MOST_SPARE) {
            unused.clear();
            spare.addLast(unused);
        }
    }

    /** True of an event before the one that the person's newest list is for. */
    private boolean isPassed(String person, long atMillis) {
        PendingExample newest = pending.get(person);
        return newest != null && !newest.learnt && atMillis < newest.atMillis;
    }

    /** Drops a person's pending example, unless it is newer: no click follows from its list. */
    public void forget(String person, long atMillis) {
        PendingExample last = isPassed(person, atMillis) ? null : pending.remove(person);
        if (last != null) {
            spare(last);
        }
    }

    /**
     * Learns from a person's pending example where they went, unless it is newer; and from the one
     * before, if they did not stay where they went then.
     *
     * @return true if the weights changed
     */
    public boolean learn(String person, String went, long atMillis) {
        PendingExample last = isPassed(person, atMillis) ? null : pending.get(person);
        if (last == null || last.learnt) {
            return false;
        }
        BlendModel model = blend(last.policyKey).model;
        boolean learnt = model.learn(last.example, went, rules);
        if (last.later == 0) {
            pending.remove(person);
            spare(last);
            return learnt;
        }
        if (last.hasBefore && !went.equals(last.wentBefore)) {
            model.learnLater(last.before, went, last.later, rules);
        }
        last.step(went);
        return learnt;
    }

    /** How many examples are pending. */
    public int pendingExamples() {
        return pending.size();
    }

    /**
     * What each blend learnt since its last contribution. A blend that waits for the policy with
     * its last one has none: the next one would lack what the others put into that policy, and a
     * blend that always has a newer one under way would never take any policy.
     */
    public List<Policy> contributions(long nowMillis) {
        List<Policy> contributions = new ArrayList<>();
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
                contributions.add(
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
        return contributions;
    }

    /**
     * Takes over a merged policy, and adds what was learnt here meanwhile. A policy that lacks this
     * subtask's newest contribution would undo it and is skipped; the next one will have it. After
     * a reset the blend restarts, and policies learnt before it are skipped.
     */
    public void take(Policy policy) {
        Blend blend = blend(policy.policyKey());
        if (policy.sinceMillis() < blend.sinceMillis) {
            return;
        }
        if (policy.sinceMillis() > blend.sinceMillis) {
            blend = blend.restarted(policy.sinceMillis());
            blends.put(policy.policyKey(), blend);
        }
        BlendModel model = blend.model;
        if (blend.waiting && policy.numberOf(subtask) < blend.sharedNumber) {
            return;
        }
        blend.waiting = false;
        for (int at = 0; at < Weights.COUNT; at++) {
            float weight = policy.weight(at);
            model.weights[at] =
                    BlendModel.bounded(moved(model.weights[at], blend.sharedWeights[at], weight));
            blend.sharedWeights[at] = weight;
            double square = policy.square(at);
            // Smaller ones than were contributed were reset meanwhile.
            if (model.squares[at] >= blend.sharedSquares[at]) {
                model.squares[at] = moved(model.squares[at], blend.sharedSquares[at], square);
            }
            blend.sharedSquares[at] = square;
        }
        if (model.examples == 0) {
            model.fallback = policy.fallback();
        }
    }

    /** A value, moved as far as the merged one is from what was contributed of it. */
    private static double moved(double own, double shared, double together) {
        return own == shared ? together : own + (together - shared);
    }
}
