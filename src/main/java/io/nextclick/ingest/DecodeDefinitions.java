package io.nextclick.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextclick.codec.AvroDecoder;
import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RawRecord;
import io.nextclick.codec.RefusedException;
import io.nextclick.event.ReasonCode;
import io.nextclick.rule.RuleFault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.jspecify.annotations.Nullable;

/**
 * Turns records that people write into changes of what is in force, and refused records into dead
 * letters in the side output; what was in force before a refused record stays so. A record is a
 * definition in YAML, JSON or Avro; a tombstone removes the one of its key.
 *
 * @param <A> the contract
 * @param <U> a change of what is in force
 */
abstract class DecodeDefinitions<A extends SpecificRecord, U> extends DecodeFunction<U>
        implements CheckpointedFunction {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte SINGLE_OBJECT = (byte) 0xC3;
    private static final byte CONFLUENT = 0;

    private final ReasonCode refusal;
    private final String keyPlace;
    private final ListStateDescriptor<U> inForce;

    private transient ListState<U> stored;
    private transient AvroDecoder<A> avro;

    /**
     * @param codec where writer schemas come from, and how much of a refused record is kept
     * @param refusal reason of all that is wrong with a definition
     * @param keyPlace JSON pointer to the id that the record's key must be of
     * @param inForce what is in force
     */
    DecodeDefinitions(
            CodecSettings codec,
            ReasonCode refusal,
            String keyPlace,
            ListStateDescriptor<U> inForce) {
        super(codec, refusal);
        this.refusal = refusal;
        this.keyPlace = keyPlace;
        this.inForce = inForce;
    }

    /** The contract; asked for by every subtask, since a schema does not travel. */
    abstract Schema schema();

    /** The definition as JSON, within the contract's record. */
    abstract String definition(A record);

    /** Puts the fields that the contract has of its own into the document. */
    abstract void putFields(A record, ObjectNode document);

    /** Takes over what was in force before a restart; called by {@link #open}. */
    abstract void restore(List<U> stored);

    /** What is in force. */
    abstract Collection<U> updates();

    /**
     * Takes in a definition.
     *
     * @param key of the record, by which compaction goes
     * @param faults takes why it is refused
     * @return the change; nothing if the definition is refused or says nothing new
     */
    abstract Optional<U> put(String key, String text, List<RuleFault> faults);

    /** True if the record's key is the definition's own: compaction and removal go by it. */
    final boolean isOwnKey(String key, String own, List<RuleFault> faults) {
        if (!own.equals(key)) {
            faults.add(new RuleFault(keyPlace, "the record's key is not '%s'".formatted(own)));
        }
        return own.equals(key);
    }

    /** Removes a definition; nothing if there is none. */
    abstract Optional<U> remove(String key);

    @Override
    public final void initializeState(FunctionInitializationContext context) throws Exception {
        stored = context.getOperatorStateStore().getListState(inForce);
    }

    @Override
    public final void snapshotState(FunctionSnapshotContext context) throws Exception {
        stored.update(List.copyOf(updates()));
    }

    @Override
    public void open(OpenContext context) throws Exception {
        super.open(context);
        avro = new AvroDecoder<>(schema(), codec);
        List<U> restored = new ArrayList<>();
        stored.get().forEach(restored::add);
        restore(restored);
    }

    @Override
    final @Nullable U decode(RawRecord record, long arrivedAtMillis, Context context)
            throws RefusedException {
        byte[] keyBytes = record.key();
        if (keyBytes == null) {
            throw new RefusedException(refusal, "the record has no key");
        }
        String key = new String(keyBytes, StandardCharsets.UTF_8);
        byte[] value = record.value();
        if (value == null || value.length == 0) {
            return remove(key).orElse(null);
        }
        List<RuleFault> faults = new ArrayList<>();
        Optional<U> change = put(key, text(value), faults);
        if (!faults.isEmpty()) {
            throw new RefusedException(
                    refusal,
                    faults.stream().map(RuleFault::toString).collect(Collectors.joining("; ")));
        }
        return change.orElse(null);
    }

    private String text(byte[] value) throws RefusedException {
        if (value[0] != SINGLE_OBJECT && value[0] != CONFLUENT) {
            return new String(value, StandardCharsets.UTF_8);
        }
        A record = avro.decode(value);
        try {
            if (JSON.readTree(definition(record)) instanceof ObjectNode document) {
                putFields(record, document);
                return document.toString();
            }
            throw new RefusedException(refusal, "/definition: is not a JSON object");
        } catch (JsonProcessingException e) {
            throw new RefusedException(refusal, "/definition: is not well-formed JSON");
        }
    }
}
