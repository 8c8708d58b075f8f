package io.nextclick.blend;

import java.util.Arrays;

/**
 * A blend's weights, learnt online from people's next clicks: listwise softmax over a list's
 * candidates, one AdaGrad step an example (Duchi, Hazan, Singer: Adaptive Subgradient Methods, JMLR
 * 2011), which is at most the rate for any weight. The weights are pulled to the initial ones, not
 * to 0.
 *
 * <p>The loss of the initial weights is computed on every example, too: it separates an hour of
 * hard lists from weights that no longer fit. Two guards rest on the difference. If a {@link
 * LossDrift} finds that it rises, the steps are as large as at the start again. If the initial
 * weights do better over about the last {@value #WINDOW} examples, and not by chance, they serve
 * and learning restarts from them, until the learnt ones do better.
 *
 * <p>Weights and squares travel through the topic of policies, and with it through savepoints; the
 * running scores are lost with the process.
 */
public final class BlendModel {

    /** Examples over which the two weightings are compared, approximately. */
    static final int WINDOW = 1_000;

    /** Minimum examples of a comparison. */
    static final int FEWEST = 200;

    /**
     * Standard errors by which the initial weights have to be better. They are looked at after
     * every example, so 3 would be passed by chance now and then.
     */
    static final double SURE = 5;

    /** Largest weight, in either direction; one beyond it is wrong wherever it comes from. */
    public static final float LARGEST_WEIGHT = 20;

    /** Never written to. */
    private static final float[] INITIAL = Weights.initial();

    /** Of what people see of its lists. */
    final PositionBias positionBias = new PositionBias();

    public float[] weights = Weights.initial();
    public double[] squares = ones();

    /** Examples that it learnt from. */
    public long examples;

    /** Examples since learning restarted. */
    public long sinceReset;

    /** True while the initial weights serve. */
    public boolean fallback;

    public long drifts;
    public long fallbacks;

    /** Recent mean loss, nats. */
    public double loss;

    /** Recent mean of the loss above that of the initial weights, and of its square. */
    public double excess;

    public double excessSquare;
    private final LossDrift drift = new LossDrift();

    // Of the example that is being learnt from.
    private final double[] probabilities = new double[TrainingExample.MAX_CANDIDATES];
    private final float[] inContext = new float[Signal.COUNT];
    private final double[] gradient = new double[Weights.COUNT];

    private static double[] ones() {
        double[] ones = new double[Weights.COUNT];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** The weights that serve. */
    public float[] serving() {
        return fallback ? Weights.initial() : weights;
    }

    /**
     * Learns where a person went; an item that was no candidate is ignored. The losses that are
     * compared count it once, whatever its share.
     *
     * @param share what it counts, from 0
     * @return true if the weights changed
     */
    public boolean learn(
            TrainingExample example, String went, double share, LearningSettings rules) {
        int target = targetOf(example, went, rules);
        if (target < 0) {
            return false;
        }
        example.probabilities(INITIAL, inContext, probabilities);
        double initialLoss = -Math.log(Math.max(probabilities[target], 1e-12));
        example.probabilities(weights, inContext, probabilities);
        double ownLoss = -Math.log(Math.max(probabilities[target], 1e-12));
        examples++;
        sinceReset++;
        step(example, target, share, rules);
        compare(ownLoss, ownLoss - initialLoss);
        return true;
    }

    /**
     * Learns that an item of a list was worth something besides the next click: the step after the
     * next one, or what came of a click. The losses that are compared are of next clicks alone.
     *
     * @param share what it counts; below 0 takes back what was learnt of it
     * @return true if the weights changed
     */
    boolean teach(TrainingExample example, String item, double share, LearningSettings rules) {
        int target = targetOf(example, item, rules);
        if (target >= 0 && share != 0) {
            example.probabilities(weights, inContext, probabilities);
            step(example, target, share, rules);
        }
        return target >= 0 && share != 0;
    }

    /**
     * Learns that a person does not want an item of a list. The loss is <i>-ln(1 - p)</i> of its
     * probability <i>p</i>, whose gradient ends with the probability (Welleck et al.: Neural Text
     * Generation with Unlikelihood Training, ICLR 2020).
     *
     * @param share what it counts, from 0
     * @return true if the weights changed
     */
    boolean reject(TrainingExample example, String item, double share, LearningSettings rules) {
        int target = targetOf(example, item, rules);
        if (target >= 0 && share > 0) {
            example.probabilities(weights, inContext, probabilities);
            double probability = probabilities[target];
            step(example, target, -share * Math.min(probability / (1 - probability), 1), rules);
        }
        return target >= 0 && share > 0;
    }

    /** The place of where a person went; -1 if there is nothing to learn of it. */
    private static int targetOf(TrainingExample example, String went, LearningSettings rules) {
        return rules.enabled() && example.size() >= 2 ? example.placeOf(went) : -1;
    }

    /** One step against the gradient, from the probabilities under the weights. */
    private void step(TrainingExample example, int target, double share, LearningSettings rules) {
        example.gradient(probabilities, target, gradient);
        for (int i = 0; i < weights.length; i++) {
            double from = weights[i] - INITIAL[i];
            double slope = share * gradient[i] + rules.l2() * from;
            squares[i] += slope * slope;
            double rate = rules.rate() / Math.sqrt(squares[i]);
            double moved = from - rate * slope;
            double shrunk = Math.max(Math.abs(moved) - rate * rules.l1(), 0);
            weights[i] = bounded(INITIAL[i] + Math.copySign(shrunk, moved));
        }
    }

    /** The nearest weight that is allowed. */
    static float bounded(double weight) {
        return (float) Math.max(-LARGEST_WEIGHT, Math.min(LARGEST_WEIGHT, weight));
    }

    private void compare(double ownLoss, double more) {
        double share = 1.0 / Math.min(sinceReset, WINDOW);
        loss += (ownLoss - loss) * share;
        excess += (more - excess) * share;
        excessSquare += (more * more - excessSquare) * share;
        if (drift.add(more)) {
            drifts++;
            squares = ones();
        }
        if (sinceReset < FEWEST) {
            return;
        }
        double variance = Math.max(excessSquare - excess * excess, 1e-9);
        double error = Math.sqrt(variance / Math.min(sinceReset, WINDOW));
        if (excess > SURE * error) {
            fallbacks++;
            fallback = true;
            restart();
        } else if (fallback && excess < 0) {
            fallback = false;
        }
    }

    private void restart() {
        weights = Weights.initial();
        squares = ones();
        sinceReset = 0;
        excess = 0;
        excessSquare = 0;
    }
}
