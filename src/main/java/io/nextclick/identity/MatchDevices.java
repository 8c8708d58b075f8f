package io.nextclick.identity;

import io.nextclick.event.DeviceSignals;
import io.nextclick.event.Event;
import io.nextclick.event.IdentityEvent;
import io.nextclick.event.QualityFinding;
import io.nextclick.writeback.KeyedWriteBack;
import io.nextclick.writeback.StateSpec;
import io.nextclick.writeback.WriteBackState;
import java.time.Duration;
import java.util.Locale;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into guesses whose a device is on which nobody has logged in, and emits uncertain
 * links to a side output. A guess is made at most once for each device and user on a network.
 *
 * <p>Key: {@link #blockKey}, site and network, of events that {@link #hasBlock}.
 *
 * <p>State: one {@link DeviceBlock} a network, at most one read and one write an event. It holds
 * the devices seen last, at most {@code maxCandidates}; a network with more is crowded and holds
 * none. It goes with its TTL, counted from its last write.
 *
 * <p>No timers. Late events are evidence like all others; what an old device was is forgotten when
 * a newer event of its network comes.
 */
public final class MatchDevices extends KeyedWriteBack<DeviceBlock, Event, IdentityEvent> {

    /** Links too uncertain to be acted upon. */
    public static final OutputTag<QualityFinding> FINDINGS =
            new OutputTag<>("link-findings", TypeInformation.of(QualityFinding.class));

    private final LinkSettings rules;
    private final LinkModel model;

    private transient Counter guesses;
    private transient Counter uncertainLinks;
    private transient Counter crowdedBlocks;

    /**
     * @param rules when devices are linked
     * @param ttl how long a network is remembered
     * @param limits objects in memory
     */
    public MatchDevices(LinkSettings rules, Duration ttl, WriteBackState.Limits limits) {
        super(state(ttl), limits);
        this.rules = rules;
        this.model = new LinkModel(rules.weights(), rules.continuationMillis());
    }

    /** True for an event that says which device it is from, and on which network. */
    public static boolean hasBlock(Event event) {
        return event.deviceId() != null && networkHash(event) != null;
    }

    /**
     * Key of the event's network among all sites.
     *
     * @throws IllegalStateException for an event that does not have a block
     */
    public static String blockKey(Event event) {
        String network = networkHash(event);
        if (network == null) {
            throw new IllegalStateException("event " + event.eventId() + " has no network");
        }
        return event.site() + '/' + network;
    }

    /** One {@link DeviceBlock} a key. */
    public static StateSpec<DeviceBlock> state(Duration ttl) {
        return StateSpec.value("device-block", DeviceBlock.class, DeviceBlock::new)
                .expiringAfter(ttl);
    }

    @Override
    public void open(OpenContext context) {
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        guesses = metrics.counter("guesses");
        uncertainLinks = metrics.counter("uncertainLinks");
        crowdedBlocks = metrics.counter("crowdedBlocks");
    }

    @Override
    public void processElement(Event event, Context context, Collector<IdentityEvent> out) {
        String device = event.deviceId();
        if (device == null) {
            throw new IllegalStateException("event " + event.eventId() + " has no device");
        }
        String key = context.getCurrentKey();
        DeviceBlock block = state.get(key);
        DeviceBlock.Update update = block.add(event, device, rules);
        if (update == DeviceBlock.Update.IGNORED) {
            return;
        }
        if (update == DeviceBlock.Update.CROWDED) {
            crowdedBlocks.inc();
        } else if (update == DeviceBlock.Update.EVIDENCE) {
            for (LinkVerdict verdict : block.judge(device, model, rules)) {
                emit(verdict, event, context, out);
            }
        }
        state.changed(key);
    }

    private void emit(
            LinkVerdict verdict, Event event, Context context, Collector<IdentityEvent> out) {
        if (verdict.accepted()) {
            guesses.inc();
            out.collect(
                    new IdentityEvent(
                            IdentityEvent.Action.GUESS,
                            event.occurredAtMillis(),
                            event.site(),
                            verdict.deviceId(),
                            verdict.userId(),
                            verdict.probability()));
            return;
        }
        uncertainLinks.inc();
        context.output(
                FINDINGS,
                new QualityFinding(
                        QualityFinding.Kind.UNCERTAIN_LINK,
                        event.site(),
                        verdict.userId(),
                        verdict.deviceId(),
                        event.eventId(),
                        event.occurredAtMillis(),
                        String.format(
                                Locale.ROOT,
                                "the device is the user's with probability %.2f; its network has"
                                        + " %d devices, a guess needs %.2f",
                                verdict.probability(),
                                verdict.devices(),
                                rules.acceptProbability())));
    }

    private static @Nullable String networkHash(Event event) {
        DeviceSignals signals = event.signals();
        return signals == null ? null : signals.networkHash();
    }
}
