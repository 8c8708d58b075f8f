package io.nextclick.ingest;

import io.nextclick.avro.RankingPolicy;
import io.nextclick.blend.Policy;
import io.nextclick.codec.DeadLetters;
import io.nextclick.codec.RawRecord;
import io.nextclick.codec.RefusedException;
import io.nextclick.codec.RejectedRecord;
import io.nextclick.codec.RejectionCounters;
import io.nextclick.codec.WireFormat;
import io.nextclick.contract.JsonPolicy;
import io.nextclick.contract.PolicyContract;
import io.nextclick.contract.RecordDecoder;
import io.nextclick.event.EventRules;
import io.nextclick.event.ReasonCode;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Turns Kafka records into ranking policies, a tombstone into the initial weights from which the
 * site and surface of its key begins anew, and refused records into dead letters on the side. A
 * policy from which learning begins anew is on the side once more, for who makes the next one.
 *
 * <p>No key, no state, no timers.
 */
public final class DecodePolicy extends ProcessFunction<RawRecord, Policy> {

    /** Policies from which learning begins anew. */
    public static final OutputTag<Policy> RESETS =
            new OutputTag<>("policy-resets", TypeInformation.of(Policy.class));

    private static final long serialVersionUID = 1L;

    private final WireFormat format;
    private final EventRules rules;

    private transient RecordDecoder<RankingPolicy, JsonPolicy, Policy> decoder;
    private transient RejectionCounters rejected;
    private transient Counter resets;

    /**
     * @param format where writer schemas come from
     * @param rules how far times may be ahead
     */
    public DecodePolicy(WireFormat format, EventRules rules) {
        this.format = format;
        this.rules = rules;
    }

    @Override
    public void open(OpenContext context) {
        decoder = RecordDecoder.ofPolicies(format.schemaPath(), format.registryUrl());
        rejected = new RejectionCounters(getRuntimeContext().getMetricGroup());
        resets = getRuntimeContext().getMetricGroup().counter("policyResets");
    }

    @Override
    public void processElement(RawRecord record, Context context, Collector<Policy> out) {
        try {
            long arrivedAt = record.arrivedAt(context.timerService().currentProcessingTime());
            Policy policy = decode(record, arrivedAt);
            if (policy.isReset()) {
                resets.inc();
                context.output(RESETS, policy);
            }
            out.collect(policy);
        } catch (RefusedException e) {
            rejected.count(e.reason());
            context.output(DeadLetters.TAG, RejectedRecord.of(record, e.reason(), e.detail()));
        }
    }

    private Policy decode(RawRecord record, long arrivedAtMillis) throws RefusedException {
        byte[] keyBytes = record.key();
        if (keyBytes == null) {
            throw PolicyContract.refused("the record has no key");
        }
        String key = new String(keyBytes, StandardCharsets.UTF_8);
        byte[] value = record.value();
        if (value == null || value.length == 0) {
            return Policy.initial(PolicyContract.key(key), arrivedAtMillis);
        }
        Policy policy = decoder.decode(value);
        if (!policy.policyKey().equals(key)) {
            // Compaction goes by the record's key.
            throw PolicyContract.refused(
                    "the record's key is not '%s'".formatted(policy.policyKey()));
        }
        long ahead = policy.sinceMillis() - arrivedAtMillis;
        if (ahead > rules.maxFutureMillis()) {
            // No tombstone of now would count against it.
            throw new RefusedException(
                    ReasonCode.TIMESTAMP_IN_FUTURE,
                    "learnt_since is %d ms after arrival, allowed %d"
                            .formatted(ahead, rules.maxFutureMillis()));
        }
        return policy;
    }
}
