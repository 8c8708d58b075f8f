package io.nextclick.ingest;

import io.nextclick.blend.Policy;
import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RawRecord;
import io.nextclick.codec.RefusedException;
import io.nextclick.contract.PolicyContract;
import io.nextclick.event.EventChecks;
import io.nextclick.event.ReasonCode;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.OutputTag;

/**
 * Turns Kafka records into ranking policies, a tombstone into the initial weights from which the
 * site and surface of its key begins anew, and refused records into dead letters in the side
 * output. A policy from which learning begins anew is in the side output once more, for who makes
 * the next one.
 *
 * <p>No key, no state, no timers.
 */
public final class DecodePolicy extends DecodeContract<Policy> {

    /** Policies from which learning begins anew. */
    public static final OutputTag<Policy> RESETS =
            new OutputTag<>("policy-resets", TypeInformation.of(Policy.class));

    private transient Counter resets;

    public DecodePolicy(CodecSettings codec, EventChecks rules) {
        super(
                codec,
                rules,
                PolicyContract::decoder,
                ReasonCode.INVALID_POLICY,
                ReasonCode.INVALID_SITE,
                ReasonCode.TIMESTAMP_IN_FUTURE);
    }

    @Override
    public void open(OpenContext context) throws Exception {
        super.open(context);
        resets = getRuntimeContext().getMetricGroup().counter("policyResets");
    }

    @Override
    Policy decode(RawRecord record, long arrivedAtMillis, Context context) throws RefusedException {
        Policy policy = decode(record, arrivedAtMillis);
        if (policy.isReset()) {
            resets.inc();
            context.output(RESETS, policy);
        }
        return policy;
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
