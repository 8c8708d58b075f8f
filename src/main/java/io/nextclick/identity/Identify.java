package io.nextclick.identity;

import io.nextclick.event.Event;
import io.nextclick.event.IdentityEvent;
import io.nextclick.event.QualityFinding;
import io.nextclick.event.SiteKey;
import io.nextclick.flow.PersonInput;
import io.nextclick.writeback.EnumCounters;
import io.nextclick.writeback.KeyedCoWriteBack;
import io.nextclick.writeback.StateSpec;
import io.nextclick.writeback.StoredTimer;
import io.nextclick.writeback.WriteBackState;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Turns events of devices into events of persons; and evidence of whose a device is into the
 * histories that have changed hands, which go to their persons before the event that shows it.
 *
 * <p>Key: {@link Event#sourceKey()}, the device; events without a device are their user's and pass.
 * The second input, identity events and guesses, is keyed by {@link IdentityEvent#deviceKey()}.
 *
 * <p>State: one {@link DeviceIdentity} a device, at most one read and one write an event, with at
 * most {@code identity.max-history} anonymous events of the last {@code identity.look-back}; it
 * goes by its TTL, {@code identity.device-ttl}.
 *
 * <p>Timers: one processing-time timer a device that was published on the topic of links; when the
 * device has expired it is emitted as forgotten there. Late events count at their own time:
 * evidence that comes late moves the events that it is about, as far as they are remembered.
 */
public final class Identify
        extends KeyedCoWriteBack<DeviceIdentity, Event, IdentityEvent, PersonInput> {

    /** Whose a device is, whenever that changes. */
    public static final OutputTag<IdentityLink> LINKS =
            new OutputTag<>("identity-links", TypeInformation.of(IdentityLink.class));

    /** Shared devices, wrong clocks, logouts of nobody. */
    public static final OutputTag<QualityFinding> FINDINGS =
            new OutputTag<>("identity-findings", TypeInformation.of(QualityFinding.class));

    private final IdentitySettings rules;
    private final long ttlMillis;

    private transient Counter events;
    private transient Counter anonymous;
    private transient Counter moved;
    private transient Counter links;
    private transient EnumCounters<QualityFinding.Kind> findings;

    /**
     * @param rules how devices are given to users
     * @param ttl how long a device is remembered
     * @param limits objects in memory
     */
    public Identify(IdentitySettings rules, Duration ttl, WriteBackState.Limits limits) {
        super(state(ttl), limits);
        this.rules = rules;
        this.ttlMillis = ttl.toMillis();
    }

    /** One {@link DeviceIdentity} a key. */
    static StateSpec<DeviceIdentity> state(Duration ttl) {
        return StateSpec.value(
                        "device-identity", new DeviceIdentitySerializer(), DeviceIdentity::new)
                .expiringAfter(ttl);
    }

    @Override
    public void open(OpenContext context) {
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        events = metrics.counter("events");
        anonymous = metrics.counter("anonymousEvents");
        moved = metrics.counter("movedHistories");
        links = metrics.counter("identityChanges");
        findings =
                new EnumCounters<>(metrics, QualityFinding.METRIC_GROUP, QualityFinding.Kind.class);
    }

    @Override
    public void processElement1(Event event, Context context, Collector<PersonInput> out) {
        events.inc();
        String device = event.deviceId();
        if (device == null) {
            out.collect(PersonInput.of(event.personKey(), event));
            return;
        }
        if (event.userId() == null) {
            anonymous.inc();
        }
        String key = context.getCurrentKey();
        DeviceIdentity identity = state.get(key);
        Attribution.Identified identified = Attribution.add(identity, event, device, rules);
        emit(event.site(), identified.changes(), identified.userId(), device, out);
        String person = SiteKey.of(event.site(), Ownership.person(identified.userId(), device));
        out.collect(new PersonInput(person, event, identified.shown(), null));
        find(identified.becameShared() ? DeviceFindings.ofShared(event, rules) : null, context);
        find(identified.strayLogout() ? DeviceFindings.ofLogout(event) : null, context);
        find(DeviceFindings.ofClock(identity.skew, event, context.timestamp(), rules), context);
        publish(identity, event.site(), device, context);
        state.changed(key);
    }

    @Override
    public void processElement2(IdentityEvent event, Context context, Collector<PersonInput> out) {
        String device = event.deviceId();
        DeviceIdentity identity = state.get(context.getCurrentKey());
        emit(event.site(), Attribution.apply(identity, event, rules), null, device, out);
        if (event.action() == IdentityEvent.Action.FORGET_DEVICE) {
            emit(IdentityLink.forgotten(event.site(), device, event.occurredAtMillis()), context);
        } else {
            publish(identity, event.site(), device, context);
        }
        state.changed(context.getCurrentKey());
    }

    @Override
    public void onTimer(long millis, OnTimerContext context, Collector<PersonInput> out) {
        String key = context.getCurrentKey();
        DeviceIdentity identity = state.get(key);
        if (identity.isFresh()) {
            state.remove(key);
            emit(IdentityLink.forgotten(SiteKey.site(key), SiteKey.id(key), millis), context);
        } else if (identity.awaitedMillis <= millis) {
            // Not written, or it would never expire.
            registerExpiry(identity, context);
        }
    }

    private void registerExpiry(DeviceIdentity identity, Context context) {
        identity.awaitedMillis = context.timerService().currentProcessingTime() + ttlMillis + 1;
        context.timerService().registerProcessingTimeTimer(identity.awaitedMillis);
    }

    private void emit(
            String site,
            List<Attribution.Change> changes,
            @Nullable String next,
            String device,
            Collector<PersonInput> out) {
        for (Attribution.Change change : changes) {
            moved.inc();
            String person = Ownership.person(change.userId(), device);
            out.collect(PersonInput.of(SiteKey.of(site, person), change.before(next)));
        }
    }

    private void emit(IdentityLink link, Context context) {
        links.inc();
        context.output(LINKS, link);
    }

    /** Emits whose the device is if that has changed. */
    private void publish(DeviceIdentity identity, String site, String device, Context context) {
        IdentityLink link = Publication.update(identity, site, device);
        if (link != null) {
            emit(link, context);
        }
        long now = context.timerService().currentProcessingTime();
        boolean known = link != null || identity.awaitedMillis != 0;
        if (known && StoredTimer.isUnset(identity.awaitedMillis, now)) {
            // The compacted topic of links would keep for ever what is forgotten here.
            registerExpiry(identity, context);
        }
    }

    private void find(@Nullable QualityFinding finding, Context context) {
        if (finding != null) {
            findings.inc(finding.kind());
            context.output(FINDINGS, finding);
        }
    }
}
