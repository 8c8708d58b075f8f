package io.nextclick.ingest;

import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RawRecord;
import io.nextclick.codec.RefusedException;
import io.nextclick.contract.ExperimentContract;
import io.nextclick.event.EventChecks;
import io.nextclick.event.ReasonCode;
import io.nextclick.experiment.ArmWeights;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Turns Kafka records into the weights of an experiment's arms, and refused records into dead
 * letters in the side output. A tombstone says nothing: weights go with their experiment.
 *
 * <p>No key, no state, no timers.
 */
public final class DecodeResults extends DecodeContract<ArmWeights> {

    public DecodeResults(CodecSettings codec, EventChecks rules) {
        super(codec, rules, ExperimentContract::decoder, ReasonCode.INVALID_RESULT);
    }

    @Override
    @Nullable ArmWeights decode(RawRecord record, long arrivedAtMillis, Context context)
            throws RefusedException {
        byte[] value = record.value();
        if (value == null || value.length == 0) {
            return null;
        }
        ArmWeights weights = decoder.decode(value);
        byte[] key = record.key();
        if (key == null
                || !weights.experimentKey().equals(new String(key, StandardCharsets.UTF_8))) {
            throw ExperimentContract.refused(
                    "the record's key is not '%s'".formatted(weights.experimentKey()));
        }
        return weights;
    }
}
