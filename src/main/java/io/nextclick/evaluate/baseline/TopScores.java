package io.nextclick.evaluate.baseline;

/**
 * The best of many scored numbers: a heap of primitive arrays with the worst of the best on top. Of
 * equal scores the larger number is better, which is the newer item or the more recent session.
 */
final class TopScores {

    private double[] scores = {};
    private int[] numbers = {};
    private int limit;
    private int size;

    /** Forgets all, and keeps the best of that many from now on. */
    void clear(int newLimit) {
        if (scores.length < newLimit) {
            scores = new double[newLimit];
            numbers = new int[newLimit];
        }
        limit = newLimit;
        size = 0;
    }

    void offer(int number, double score) {
        if (size < limit) {
            siftUp(number, score);
        } else if (limit > 0 && isWorse(scores[0], numbers[0], score, number)) {
            siftDown(number, score);
        }
    }

    int size() {
        return size;
    }

    /** The i-th kept number, in no order. */
    int number(int i) {
        return numbers[i];
    }

    /** The score of the i-th kept number. */
    double score(int i) {
        return scores[i];
    }

    /** Takes all out, best first. */
    int[] drain() {
        int[] sorted = new int[size];
        while (size > 0) {
            sorted[size - 1] = numbers[0];
            size--;
            siftDown(numbers[size], scores[size]);
        }
        return sorted;
    }

    private static boolean isWorse(double score, int number, double other, int otherNumber) {
        return score < other || (score == other && number < otherNumber);
    }

    private void siftUp(int number, double score) {
        int place = size++;
        while (place > 0) {
            int parent = (place - 1) >>> 1;
            if (isWorse(scores[parent], numbers[parent], score, number)) {
                break;
            }
            scores[place] = scores[parent];
            numbers[place] = numbers[parent];
            place = parent;
        }
        scores[place] = score;
        numbers[place] = number;
    }

    /** Puts an element where the root was. */
    private void siftDown(int number, double score) {
        int place = 0;
        while (true) {
            int child = 2 * place + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size
                    && isWorse(
                            scores[child + 1], numbers[child + 1], scores[child], numbers[child])) {
                child++;
            }
            if (isWorse(score, number, scores[child], numbers[child])) {
                break;
            }
            scores[place] = scores[child];
            numbers[place] = numbers[child];
            place = child;
        }
        if (size > 0) {
            scores[place] = score;
            numbers[place] = number;
        }
    }
}
