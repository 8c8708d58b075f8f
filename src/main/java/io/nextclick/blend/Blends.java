package io.nextclick.blend;

import io.nextclick.bound.BoundedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    /**
     * How long to wait for the policy with the newest contribution. It is back after the policy
     * interval and, in exactly-once mode, the next checkpoint. A record that was compacted away
     * before it was read never is.
     */
    static final long PATIENCE_MILLIS = 600_000;

    private final LearningSettings rules;
    private final int subtask;

    private final Map<String, Blend> blends = BoundedMap.byLastUse(MOST_BLENDS);

    private final PendingExamples pending;

    private static final class Blend {
        private final BlendModel model = new BlendModel();
        private final RatingScale ratings = new RatingScale();
        private final long sinceMillis;
        private long sharedExamples;
        private long sharedNumber;
        private long sharedAtMillis;

        /** True until a policy has the newest contribution. */
        private boolean waiting;

        /** What was contributed last. */
        private float[] sharedWeights = model.weights.clone();

        private double[] sharedSquares = model.squares.clone();
        private double sharedShift;
        private double sharedInformation = PositionBias.BELIEVED;

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
        this.pending = new PendingExamples(maxPending);
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
        return blends.computeIfAbsent(policyKey, key -> new Blend(0));
    }

    /**
     * Keeps a copy of the example of a person's newest list until their next click. It is dropped
     * if the pending one is of a later event.
     */
    public void remember(String person, PendingList list, TrainingExample example) {
        if (rules.enabled()) {
            pending.put(person, list, example);
        }
    }

    /** Drops a person's pending example, unless it is newer: no click follows from its list. */
    public void forget(String person, long atMillis) {
        if (pending.of(person, atMillis) != null) {
            pending.remove(person);
        }
    }

    /**
     * Learns from a person's pending example where they went, unless it is newer; and from the one
     * before, if they did not stay where they went then. A click in the pending list counts by its
     * position, see {@link ClickValues}.
     *
     * @param place where they say they found it; null if they name no list
     * @return true if the weights changed
     */
    public boolean learn(String person, String went, @Nullable ListPlace place, long atMillis) {
        PendingExample last = pending.of(person, atMillis);
        if (last == null) {
            return false;
        }
        ClickedExample clicked = last.clicked;
        if (clicked != null) {
            clicked.leaveTo(went, blend(clicked.policyKey()).model, rules);
        }
        return !last.learnt && learn(person, last, went, place);
    }

    private boolean learn(
            String person, PendingExample last, String went, @Nullable ListPlace place) {
        BlendModel model = blend(last.list.policyKey()).model;
        double weight = place == null ? 0 : weightOf(last, went, place, model.positionBias);
        double share = weight > 0 ? weight * rules.clicks().click() : 1;
        boolean learnt = model.learn(last.example, went, share, rules);
        if (learnt && weight > 0) {
            last.click(went, weight);
        }
        double later = last.list.later();
        if (later == 0 && last.clicked == null) {
            pending.remove(person);
            return learnt;
        }
        if (later > 0 && last.hasBefore && !went.equals(last.wentBefore)) {
            model.teach(last.before, went, later, rules);
        }
        last.step(went);
        return learnt;
    }

    /** How many clicks this one stands for, after what it says of the places of a drawn order. */
    private double weightOf(PendingExample last, String went, ListPlace place, PositionBias bias) {
        ClickValues clicks = rules.clicks();
        int drawn = last.list.drawnPlace();
        if (last.list.isDrawn(place)) {
            bias.learn(drawn, place.position() == drawn, clicks.positionBias());
        }
        double eta = bias.eta(clicks.positionBias());
        return last.weightOf(went, place, clicks.withPositionBias(eta));
    }

    /**
     * Learns that a person does not want an item, from the list that they name or else the newest.
     *
     * @param place where they say they found it; null if they name no list
     * @return true if the weights changed
     */
    public boolean reject(String person, String item, @Nullable ListPlace place) {
        PendingExample last = pending.of(person);
        if (last == null) {
            return false;
        }
        ClickedExample former = last.formerList(place);
        String policyKey = former == null ? last.list.policyKey() : former.policyKey();
        TrainingExample example = former == null ? last.newest() : former.example();
        return blend(policyKey).model.reject(example, item, rules.clicks().click(), rules);
    }

    /**
     * Learns what a person did with the item of their last click in a list in this visit.
     *
     * @return true if the weights changed
     */
    public boolean learn(String person, Outcome outcome) {
        PendingExample last = pending.of(person);
        ClickedExample clicked = last == null ? null : last.clicked;
        if (clicked == null || !clicked.isOf(outcome.itemId())) {
            return false;
        }
        Blend blend = blend(clicked.policyKey());
        boolean rating = outcome.kind() == Outcome.Kind.RATING;
        double standing = rating ? blend.ratings.standing(outcome.amount()) : 0;
        return clicked.learn(outcome, standing, blend.model, rules);
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
                blend.sharedShift = model.positionBias.shift;
                blend.sharedInformation = model.positionBias.information;
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
                                new long[] {blend.sharedNumber},
                                blend.sharedShift,
                                blend.sharedInformation));
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
        PositionBias bias = model.positionBias;
        bias.shift =
                PositionBias.bounded(
                        moved(bias.shift, blend.sharedShift, policy.positionBiasShift()));
        double information = policy.positionBiasInformation();
        bias.information =
                PositionBias.boundedInformation(
                        moved(bias.information, blend.sharedInformation, information));
        blend.sharedShift = policy.positionBiasShift();
        blend.sharedInformation = information;
        if (model.examples == 0) {
            model.fallback = policy.fallback();
        }
    }

    /** A value, moved as far as the merged one is from what was contributed of it. */
    private static double moved(double own, double shared, double together) {
        return own == shared ? together : own + (together - shared);
    }
}
