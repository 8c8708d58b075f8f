package io.nextclick.recommend;

import io.nextclick.blend.Context;
import io.nextclick.blend.Logarithm;
import io.nextclick.blend.Signal;
import io.nextclick.blend.SignalTable;
import io.nextclick.flow.PersonEvent;

/** What a visit says of its own items: where the person is, was, and came back to. */
final class VisitSignals {

    /** What is added to the steps that stayed, or came back. */
    private static final float PRIOR = 0.2f;

    private static final float LOG_PRIOR = Logarithm.of(PRIOR);

    private final int count;
    private final float depth;

    /** Items of the visit, newest first, the current one at 0. */
    private final int[] steps;

    private final int size;

    /**
     * @param request the request
     * @param asked how many items it asks
     * @param places of each recent item its place among them
     */
    VisitSignals(PersonEvent request, int asked, int[] places) {
        this.count = asked;
        this.depth = Logarithm.of(Math.max(request.steps(), 1));
        byte[] path = request.path();
        int[] all = new int[path.length + 1];
        int known = 1;
        for (int k = 0; k < path.length; k++) {
            int item = path[k] < 0 ? -1 : places[path[k]];
            // An event that is no step is at the item of the newest one.
            boolean isCurrent = k == 0 && !request.step() && item == 0;
            if (!isCurrent) {
                all[known++] = item;
            }
        }
        steps = all;
        size = known;
    }

    /** Sets the signals of the first rows, which are the asked items, and the visit's contexts. */
    void setAll(SignalTable signals) {
        setContexts(signals);
        for (int item = 0; item < count; item++) {
            boolean current = item == 0;
            signals.set(item, Signal.CURRENT, current ? 1 : 0);
            signals.set(item, Signal.CURRENT_DEPTH, current ? depth : 0);
            signals.set(item, Signal.SEEN, current ? 0 : 1);
            signals.set(item, Signal.SEEN_DEPTH, current ? 0 : depth);
            boolean again = current && size > 1 && steps[1] == 0;
            signals.set(item, Signal.CURRENT_AGAIN, again ? 1 : 0);
            setTimes(signals, item);
        }
    }

    private void setContexts(SignalTable signals) {
        signals.set(Context.DEPTH, depth / 4);
        int stayed = 0;
        int cameBack = 0;
        for (int k = 0; k + 1 < size; k++) {
            if (steps[k] < 0) {
                continue;
            }
            if (steps[k] == steps[k + 1]) {
                stayed++;
            } else if (isBefore(k + 1, steps[k])) {
                cameBack++;
            }
        }
        signals.set(Context.STAYED, rate(stayed));
        signals.set(Context.CAME_BACK, rate(cameBack));
    }

    /** True if the visit was at an item before a step. */
    private boolean isBefore(int step, int item) {
        for (int k = step + 1; k < size; k++) {
            if (steps[k] == item) {
                return true;
            }
        }
        return false;
    }

    /** Logarithm of the rate of a kind of step, shrunk; 0 before the second step. */
    private float rate(int count) {
        return (Logarithm.of((count + PRIOR) / size) - LOG_PRIOR) / 4;
    }

    private void setTimes(SignalTable signals, int item) {
        int times = 0;
        int last = 0;
        boolean followed = false;
        for (int k = size - 1; k >= 0; k--) {
            if (steps[k] == item) {
                times++;
                last = k;
                followed |= k + 1 < size && steps[k + 1] == 0;
            }
        }
        signals.set(item, Signal.TIMES, times > 1 ? Logarithm.of(times) : 0);
        if (item != 0) {
            signals.set(item, Signal.RECENCY, last == 0 ? 0 : 1f / last);
            signals.set(item, Signal.FOLLOWED, followed ? 1 : 0);
        }
    }
}
