package io.nextclick.local;

import io.nextclick.event.PersonEvent;
import io.nextclick.rule.RuleUpdate;
import io.nextclick.segment.MatchTriggers;
import io.nextclick.writeback.WriteBackCoOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.InputSelectable;
import org.apache.flink.streaming.api.operators.InputSelection;

/** The job's matching, which reads no event before it has all rules. */
final class RulesFirst extends WriteBackCoOperator<PersonEvent, RuleUpdate, PersonEvent>
        implements InputSelectable, BoundedMultiInput {

    private static final long serialVersionUID = 1L;

    private static final int RULES = 2;

    private boolean rulesRead;

    RulesFirst(MatchTriggers matching) {
        super(matching);
    }

    @Override
    public InputSelection nextSelection() {
        return rulesRead ? InputSelection.FIRST : InputSelection.SECOND;
    }

    @Override
    public void endInput(int input) {
        rulesRead = rulesRead || input == RULES;
    }
}
