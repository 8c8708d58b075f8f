package io.nextclick.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextclick.avro.RuleDefinition;
import io.nextclick.codec.AvroDecoder;
import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RawRecord;
import io.nextclick.codec.RefusedException;
import io.nextclick.event.ReasonCode;
import io.nextclick.rule.ConditionLanguage;
import io.nextclick.rule.Rule;
import io.nextclick.rule.RuleBook;
import io.nextclick.rule.RuleFault;
import io.nextclick.rule.RuleReader;
import io.nextclick.rule.RuleUpdate;
import io.nextclick.writeback.StateSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.jspecify.annotations.Nullable;

/**
 * Turns Kafka records into changes of the rules in force, and refused records into dead letters in
 * the side output; what was in force before a refused record stays so.
 *
 * <p>No key: one subtask, since rules are checked against one another. State: the rules in force,
 * bounded by {@code triggers.max-rules}. No timers.
 */
public final class DecodeRules extends DecodeFunction<RuleUpdate> implements CheckpointedFunction {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte SINGLE_OBJECT = (byte) 0xC3;
    private static final byte CONFLUENT = 0;

    private final int maxRules;

    private transient ListState<RuleUpdate> stored;
    private transient AvroDecoder<RuleDefinition> avro;
    private transient RuleReader reader;
    private transient RuleBook book;

    /**
     * @param codec where writer schemas come from, and how much of a refused record is kept
     * @param maxRules most rules
     */
    public DecodeRules(CodecSettings codec, int maxRules) {
        super(codec);
        this.maxRules = maxRules;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        stored =
                context.getOperatorStateStore()
                        .getListState(StateSpec.list("rules-in-force", RuleUpdate.class));
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        stored.update(List.copyOf(book.updates()));
    }

    @Override
    public void open(OpenContext context) throws Exception {
        super.open(context);
        avro = new AvroDecoder<>(RuleDefinition.getClassSchema(), codec);
        reader = new RuleReader(new ConditionLanguage());
        book = new RuleBook(maxRules);
        List<RuleUpdate> restored = new ArrayList<>();
        stored.get().forEach(restored::add);
        book.restore(restored, reader);
    }

    @Override
    @Nullable RuleUpdate decode(RawRecord record, long arrivedAtMillis, Context context)
            throws RefusedException {
        return decode(record).orElse(null);
    }

    private Optional<RuleUpdate> decode(RawRecord record) throws RefusedException {
        byte[] keyBytes = record.key();
        if (keyBytes == null) {
            throw new RefusedException(ReasonCode.INVALID_RULE, "the record has no key");
        }
        String key = new String(keyBytes, StandardCharsets.UTF_8);
        byte[] value = record.value();
        if (value == null || value.length == 0) {
            return book.remove(key);
        }
        RuleReader.Reading reading = reader.read(text(value));
        List<RuleFault> faults = new ArrayList<>(reading.faults());
        Rule rule = reading.rule();
        if (rule != null) {
            if (!rule.ruleKey().equals(key)) {
                // Compaction and removal go by the record's key.
                faults.add(
                        new RuleFault(
                                "/rule_id",
                                "the record's key is not '%s'".formatted(rule.ruleKey())));
            } else {
                Optional<RuleUpdate> update = book.put(rule, reading.text(), faults);
                if (faults.isEmpty()) {
                    return update;
                }
            }
        }
        throw new RefusedException(
                ReasonCode.INVALID_RULE,
                faults.stream().map(RuleFault::toString).collect(Collectors.joining("; ")));
    }

    private String text(byte[] value) throws RefusedException {
        if (value[0] == SINGLE_OBJECT || value[0] == CONFLUENT) {
            return text(avro.decode(value));
        }
        return new String(value, StandardCharsets.UTF_8);
    }

    /** The rule as one document: the contract's own fields and those of its definition. */
    private static String text(RuleDefinition definition) throws RefusedException {
        try {
            JsonNode inner = JSON.readTree(definition.getDefinition());
            ObjectNode rule = JSON.createObjectNode();
            if (inner instanceof ObjectNode fields) {
                rule.setAll(fields);
            } else {
                throw new RefusedException(
                        ReasonCode.INVALID_RULE, "/definition: is not a JSON object");
            }
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
            return rule.toString();
        } catch (JsonProcessingException e) {
            throw new RefusedException(
                    ReasonCode.INVALID_RULE, "/definition: is not well-formed JSON");
        }
    }
}
