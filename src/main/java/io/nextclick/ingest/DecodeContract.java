package io.nextclick.ingest;

import io.nextclick.codec.CodecSettings;
import io.nextclick.contract.RecordDecoder;
import io.nextclick.event.EventChecks;
import io.nextclick.event.ReasonCode;
import java.io.Serializable;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Function;
import org.apache.flink.api.common.functions.OpenContext;

/** Decodes the records of a contract that producers write in Avro or JSON. */
abstract class DecodeContract<T> extends DecodeFunction<T> {

    private static final List<ReasonCode> OF_PRICED_ITEMS =
            List.of(
                    ReasonCode.MISSING_ITEM,
                    ReasonCode.INVALID_SITE,
                    ReasonCode.TIMESTAMP_IN_FUTURE,
                    ReasonCode.TIMESTAMP_TOO_OLD,
                    ReasonCode.INVALID_PRICE,
                    ReasonCode.INVALID_CURRENCY,
                    ReasonCode.FIELD_TOO_LONG);

    protected final EventChecks rules;

    private final Contract<T> contract;

    protected transient RecordDecoder<T> decoder;

    /** Makes the decoder of a contract. */
    interface Contract<T> extends Function<CodecSettings, RecordDecoder<T>>, Serializable {}

    /**
     * @param codec where writer schemas come from, and how much of a refused record is kept
     * @param rules what is valid
     * @param contract what is decoded
     * @param reasons for which records are refused, besides those of bytes
     */
    DecodeContract(
            CodecSettings codec, EventChecks rules, Contract<T> contract, ReasonCode... reasons) {
        super(codec, reasons);
        this.rules = rules;
        this.contract = contract;
    }

    /**
     * For what records that name an item and its price are refused.
     *
     * @param more for what else
     */
    static ReasonCode[] ofPricedItems(ReasonCode... more) {
        EnumSet<ReasonCode> reasons = EnumSet.copyOf(OF_PRICED_ITEMS);
        reasons.addAll(Arrays.asList(more));
        return reasons.toArray(ReasonCode[]::new);
    }

    @Override
    public void open(OpenContext context) throws Exception {
        super.open(context);
        decoder = contract.apply(codec);
    }
}
