package io.nextclick.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextclick.avro.RuleDefinition;
import io.nextclick.codec.CodecSettings;
import io.nextclick.event.ReasonCode;
import io.nextclick.rule.ConditionLanguage;
import io.nextclick.rule.Rule;
import io.nextclick.rule.RuleBook;
import io.nextclick.rule.RuleFault;
import io.nextclick.rule.RuleReader;
import io.nextclick.rule.RuleUpdate;
import io.nextclick.writeback.StateSpec;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.flink.api.common.functions.OpenContext;

/**
 * Turns Kafka records into changes of the rules in force.
 *
 * <p>No key: one subtask, since rules are checked against one another. State: the rules in force,
 * bounded by {@code triggers.max-rules}. No timers.
 */
public final class DecodeRules extends DecodeDefinitions<RuleDefinition, RuleUpdate> {

    private final int maxRules;

    private transient RuleReader reader;
    private transient RuleBook book;

    /**
     * @param codec where writer schemas come from, and how much of a refused record is kept
     * @param maxRules most rules
     */
    public DecodeRules(CodecSettings codec, int maxRules) {
        super(
                codec,
                ReasonCode.INVALID_RULE,
                "/rule_id",
                StateSpec.list("rules-in-force", RuleUpdate.class));
        this.maxRules = maxRules;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        reader = new RuleReader(new ConditionLanguage());
        book = new RuleBook(maxRules);
        super.open(context);
    }

    @Override
    void restore(List<RuleUpdate> stored) {
        book.restore(stored, reader);
    }

    @Override
    Collection<RuleUpdate> updates() {
        return book.updates();
    }

    @Override
    Schema schema() {
        return RuleDefinition.getClassSchema();
    }

    @Override
    Optional<RuleUpdate> remove(String key) {
        return book.remove(key);
    }

    @Override
    Optional<RuleUpdate> put(String key, String text, List<RuleFault> faults) {
        RuleReader.Reading reading = reader.read(text);
        faults.addAll(reading.faults());
        Rule rule = reading.rule();
        if (rule == null || !isOwnKey(key, rule.ruleKey(), faults)) {
            return Optional.empty();
        }
        return book.put(rule, reading.text(), faults);
    }

    @Override
    String definition(RuleDefinition record) {
        return record.getDefinition();
    }

    @Override
    void putFields(RuleDefinition definition, ObjectNode rule) {
        rule.put("rule_id", definition.getRuleId());
        rule.put("version", definition.getVersion());
        rule.put("site", definition.getSite());
        rule.put("kind", definition.getKind().name());
        if (!definition.getName().isEmpty()) {
            rule.put("name", definition.getName());
        }
        rule.put("priority", definition.getPriority());
        rule.put("enabled", definition.getEnabled());
        if (definition.getValidFrom() != null) {
            rule.put("valid_from", definition.getValidFrom().toString());
        }
        if (definition.getValidUntil() != null) {
            rule.put("valid_until", definition.getValidUntil().toString());
        }
    }
}
