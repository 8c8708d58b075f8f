package io.nextclick.segment;

import io.nextclick.rule.RuleUpdate;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** The state of the matching: one {@link PersonTriggers} a person, and the rules by broadcast. */
final class PersonTriggersState {

    /** Name of the keyed state. */
    static final String NAME = "person-triggers";

    private PersonTriggersState() {}

    /** The state's descriptor; its timers end it, so that every exit is told. */
    static ValueStateDescriptor<PersonTriggers> descriptor() {
        return new ValueStateDescriptor<>(NAME, PersonTriggersSerializer.INSTANCE);
    }

    /** The rules by their keys. */
    static MapStateDescriptor<String, RuleUpdate> rulesDescriptor() {
        return new MapStateDescriptor<>(
                "rules", Types.STRING, TypeInformation.of(RuleUpdate.class));
    }
}
