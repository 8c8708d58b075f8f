package io.nextclick.segment;

import io.nextclick.rule.RuleUpdate;
import io.nextclick.writeback.StateSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;

/** The rules in force: the newest change of each in broadcast state, and all of them compiled. */
final class LiveRulesState {

    private final int maxRules;
    private final BroadcastState<String, RuleUpdate> inForce;
    private final RuleSet compiled;

    /** Opens the state and compiles what was restored. */
    LiveRulesState(OperatorStateStore store, TriggerSettings bounds) throws Exception {
        maxRules = bounds.maxRules();
        inForce = store.getBroadcastState(inForce());
        compiled = new RuleSet(bounds);
        List<RuleUpdate> restored = new ArrayList<>();
        inForce.immutableEntries().forEach(entry -> restored.add(entry.getValue()));
        compiled.apply(restored);
    }

    /** The changes by the keys of their rules. */
    static MapStateDescriptor<String, RuleUpdate> inForce() {
        return StateSpec.map("rules", RuleUpdate.class);
    }

    /** The rules, ready to be matched. */
    RuleSet compiled() {
        return compiled;
    }

    /** Takes in a change. */
    void apply(RuleUpdate update) throws Exception {
        inForce.put(update.ruleKey(), update);
        compiled.apply(List.of(update));
        evictRemoved();
    }

    /** A removed rule is kept by its name for those who have yet to leave, up to a bound. */
    private void evictRemoved() throws Exception {
        int known = 0;
        RuleUpdate oldest = null;
        for (Map.Entry<String, RuleUpdate> entry : inForce.immutableEntries()) {
            known++;
            RuleUpdate update = entry.getValue();
            if (update.isRemoval() && (oldest == null || update.epoch() < oldest.epoch())) {
                oldest = update;
            }
        }
        if (known > maxRules && oldest != null) {
            inForce.remove(oldest.ruleKey());
        }
    }
}
