package io.nextclick.ingest;

import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RawRecord;
import io.nextclick.codec.RefusedException;
import io.nextclick.contract.EventContract;
import io.nextclick.event.Event;
import io.nextclick.event.EventChecks;
import io.nextclick.event.EventType;
import io.nextclick.event.QualityFinding;
import io.nextclick.event.ReasonCode;
import io.nextclick.writeback.EnumCounters;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.OutputTag;

/**
 * Turns Kafka records into valid events, and the refused ones into dead letters in the side output
 * with their bytes and a reason. Nothing that a producer sends makes it throw.
 *
 * <p>No key, no state, no timers. An event's age is taken at the arrival of its record, so that a
 * replay of the topic decides as the first reading did.
 */
public final class DecodeEvents extends DecodeContract<Event> {

    /** Fields that were ignored. */
    public static final OutputTag<QualityFinding> FINDINGS =
            new OutputTag<>("event-findings", TypeInformation.of(QualityFinding.class));

    private final String defaultCurrency;

    private transient Counter unknownTypes;
    private transient Counter clocksCorrected;
    private transient EnumCounters<QualityFinding.Kind> findings;

    /**
     * @param defaultCurrency of prices that state none
     */
    public DecodeEvents(CodecSettings codec, EventChecks rules, String defaultCurrency) {
        super(
                codec,
                rules,
                EventContract::decoder,
                ofPricedItems(ReasonCode.MISSING_ID, ReasonCode.INVALID_QUANTITY));
        this.defaultCurrency = defaultCurrency;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        super.open(context);
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        unknownTypes = metrics.counter("unknownEventTypes");
        clocksCorrected = metrics.counter("clocksCorrected");
        findings =
                new EnumCounters<>(metrics, QualityFinding.METRIC_GROUP, QualityFinding.Kind.class);
    }

    @Override
    Event decode(RawRecord record, long arrivedAtMillis, Context context) throws RefusedException {
        Event stated = decoder.decode(record.presentValue());
        int ignored = rules.ignoredFields(stated, arrivedAtMillis);
        Event sent = rules.without(ignored, stated);
        Event event = rules.onArrivalClock(sent, arrivedAtMillis);
        RefusedException.throwIfPresent(rules.check(event, arrivedAtMillis));
        if (event.occurredAtMillis() != sent.occurredAtMillis()) {
            clocksCorrected.inc();
        }
        if (ignored != 0) {
            QualityFinding finding = rules.ignored(ignored, event);
            findings.inc(finding.kind());
            context.output(FINDINGS, finding);
        }
        if (event.type() == EventType.UNKNOWN) {
            unknownTypes.inc();
        }
        return event.pricedIn(defaultCurrency);
    }
}
