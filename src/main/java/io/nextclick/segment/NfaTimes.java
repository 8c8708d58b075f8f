package io.nextclick.segment;

import io.nextclick.rule.EventPattern;
import io.nextclick.rule.Stage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.flink.cep.nfa.ComputationState;
import org.apache.flink.cep.nfa.NFA;
import org.apache.flink.cep.nfa.NFAState;
import org.apache.flink.cep.nfa.State;
import org.apache.flink.cep.nfa.StateTransition;
import org.apache.flink.cep.nfa.StateTransitionAction;
import org.apache.flink.cep.pattern.conditions.IterativeCondition;
import org.jspecify.annotations.Nullable;

/** When passing time changes what Flink CEP's automaton of a pattern has begun. */
final class NfaTimes {

    private static final Seen NOTHING = Seen.bare(0, "", null, true);

    private final Set<String> startStates = new HashSet<>();

    /** States that wait for nothing but an absence, by those that come to them without an event. */
    private final Map<String, String> pendingStates = new HashMap<>();

    /** Longest time from the event before, of the states of stages that have one. */
    private final Map<String, Long> stageWindows = new HashMap<>();

    private final long window;

    /**
     * @param nfa made of the pattern; its conditions do not hold of any event yet
     */
    NfaTimes(NFA<Seen> nfa, EventPattern pattern) {
        window = nfa.getWindowTime();
        for (State<Seen> state : nfa.getStates()) {
            if (state.isStart()) {
                startStates.add(state.getName());
            }
            State<Seen> pending = pending(state);
            if (pending != null) {
                pendingStates.put(state.getName(), pending.getName());
            }
        }
        for (Stage stage : pattern.stages()) {
            if (stage.withinMillis() > 0) {
                stageWindows.put(stage.name(), stage.withinMillis());
            }
        }
    }

    /** The state that waits for an absence to which an event that no condition wants leads. */
    private static @Nullable State<Seen> pending(State<Seen> state) {
        if (state.isPending()) {
            return state;
        }
        try {
            for (StateTransition<Seen> edge : state.getStateTransitions()) {
                boolean leads =
                        edge.getAction() == StateTransitionAction.PROCEED
                                && (edge.getCondition() == null
                                        || edge.getCondition().filter(NOTHING, new NoContext()));
                State<Seen> pending = leads ? pending(edge.getTargetState()) : null;
                if (pending != null) {
                    return pending;
                }
            }
            return null;
        } catch (Exception e) {
            throw new IllegalStateException("a condition failed without an event", e);
        }
    }

    /** When a match that begins with an event is too old. */
    long windowEndMillis(long firstMillis) {
        return firstMillis + window;
    }

    /** When passing time alone may complete or free a match; {@link Long#MAX_VALUE} for never. */
    long actsAtMillis(NFAState state) {
        // What waits for earlier partial matches to end may be told when the first of them does.
        boolean waits = !state.getCompletedMatches().isEmpty();
        long acts = Long.MAX_VALUE;
        for (ComputationState each : state.getPartialMatches()) {
            boolean pending = pendingStates.containsKey(each.getCurrentStateName());
            if (!isStart(each) && (waits || pending)) {
                acts = Math.min(acts, endMillis(each));
            }
        }
        return acts;
    }

    /** When the last partial match has ended; {@link Long#MIN_VALUE} if there is none. */
    long endsAtMillis(NFAState state) {
        long ends = Long.MIN_VALUE;
        for (ComputationState each : state.getPartialMatches()) {
            if (!isStart(each)) {
                ends = Math.max(ends, endMillis(each));
            }
        }
        return ends;
    }

    private boolean isStart(ComputationState computation) {
        return startStates.contains(computation.getCurrentStateName());
    }

    private long endMillis(ComputationState computation) {
        long end = computation.getStartTimestamp() + window;
        Long stageWindow = stageWindows.get(computation.getCurrentStateName());
        return stageWindow == null
                ? end
                : Math.min(end, computation.getPreviousTimestamp() + stageWindow);
    }

    /**
     * Of what is over by a time, that which had yet to be told by another event that it waits for
     * nothing but an absence. Flink CEP would drop it.
     */
    void close(NFAState state, long millis) {
        PriorityQueue<ComputationState> closed = null;
        for (ComputationState each : state.getPartialMatches()) {
            String name = each.getCurrentStateName();
            String pending = pendingStates.get(name);
            boolean closes =
                    pending != null
                            && !pending.equals(name)
                            && !isStart(each)
                            && millis - each.getStartTimestamp() >= window;
            if (closes) {
                closed = closed == null ? Automaton.copy(state.getPartialMatches()) : closed;
                closed.remove(each);
                closed.add(
                        ComputationState.createState(
                                pending,
                                each.getPreviousBufferEntry(),
                                each.getVersion(),
                                each.getStartTimestamp(),
                                each.getPreviousTimestamp(),
                                each.getStartEventID()));
            }
        }
        if (closed != null) {
            state.setNewPartialMatches(closed);
        }
    }

    private static final class NoContext implements IterativeCondition.Context<Seen> {
        @Override
        public Iterable<Seen> getEventsForPattern(String name) {
            return List.of();
        }

        @Override
        public long timestamp() {
            return 0;
        }

        @Override
        public long currentProcessingTime() {
            return 0;
        }
    }
}
