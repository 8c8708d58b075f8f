package io.nextclick.identity;

import io.nextclick.event.Event;
import io.nextclick.event.IdentityEvent;
import io.nextclick.event.QualityFinding;
import io.nextclick.event.SiteKey;
import io.nextclick.flow.PersonInput;
import io.nextclick.writeback.EnumCounters;
import io.nextclick.writeback.KeyedCoWriteBack;
import io.nextclick.writeback.StateSpec;
import io.nextclick.writeback.WriteBackState;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Turns events of devices into events of persons; and evidence of whose a device is into the
 * histories that have changed hands, which go to their persons before the event that told of it.
 *
 * <p>Key: {@link Event#sourceKey()}, the device; events without a device are their user's and pass.
 * The second input, identity events and guesses, is keyed by {@link IdentityEvent#deviceKey()}.
 *
 * <p>State: one {@link DeviceIdentity} a device, at most one read and one write an event, with at
 * most {@code identity.max-history} anonymous events of the last {@code identity.look-back}; it
 * goes by its TTL, {@code identity.device-ttl}.
 *
 * <p>Timers: one processing-time timer a device that was told of on the topic of links; when the
 * device has expired it says so there. Late events count at their own time: evidence that comes
 * late moves the events that it is about, as far as they are remembered.
 */
public final class Identify
        extends KeyedCoWriteBack<DeviceIdentity, Event, IdentityEvent, PersonInput> {

    /** Whose a device is, whenever that changes. */
    public static final OutputTag<IdentityLink> LINKS =
            new OutputTag<>("identity-links", TypeInformation.of(IdentityLink.class));

    /** Shared devices, wrong clocks, logouts of nobody. */
    public static final OutputTag<QualityFinding> FINDINGS =
            new OutputTag<>("identity-findings", TypeInformation.of(QualityFinding.class));

    private static final long serialVersionUID = 1L;

    /** So many events in a row show that a clock is wrong. */
    private static final int SKEWED_EVENTS = 8;

    private final IdentityRules rules;
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
    public Identify(IdentityRules rules, Duration ttl, WriteBackState.Limits limits) {
        super(state(ttl), limits);
        this.rules = rules;
        this.ttlMillis = ttl.toMillis();
    }

    /** One {@link DeviceIdentity} a key. */
    static StateSpec<DeviceIdentity> state(Duration ttl) {
        return StateSpec.value("device-identity", DeviceIdentity.class, DeviceIdentity::new)
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
        String key = context.getCurrentKey();
        DeviceIdentity identity = state.get(key);
        if (event.userId() == null) {
            anonymous.inc();
        }
        DeviceIdentity.Identified identified = identity.add(event, device, rules);
        tell(event.site(), identified.changes(), device, out);
        String person = DeviceIdentity.person(identified.userId(), device);
        out.collect(
                new PersonInput(SiteKey.of(event.site(), person), event, identified.shown(), null));
        if (identified.becameShared()) {
            find(
                    QualityFinding.Kind.SHARED_DEVICE,
                    event,
                    "more than %d users".formatted(rules.sharedUsers()),
                    context);
        }
        if (identified.strayLogout()) {
            find(QualityFinding.Kind.LOGOUT_WITHOUT_LOGIN, event, "nobody is logged in", context);
        }
        checkClock(identity, event, context);
        publish(identity, event.site(), device, context);
        state.changed(key);
    }

    @Override
    public void processElement2(IdentityEvent event, Context context, Collector<PersonInput> out) {
        String key = context.getCurrentKey();
        String device = event.deviceId();
        if (event.action() == IdentityEvent.Action.FORGET_DEVICE) {
            DeviceIdentity identity = state.get(key);
            tell(event.site(), identity.forget(device, event.occurredAtMillis()), device, out);
            state.changed(key);
            links.inc();
            context.output(
                    LINKS,
                    new IdentityLink(
                            event.site(),
                            device,
                            null,
                            Evidence.NONE,
                            event.occurredAtMillis(),
                            1));
            return;
        }
        String user = event.userId();
        if (user == null) {
            throw new IllegalStateException(event.action() + " without a user: " + key);
        }
        DeviceIdentity identity = state.get(key);
        long millis = event.occurredAtMillis();
        List<DeviceIdentity.Change> changes =
                switch (event.action()) {
                    case LINK -> identity.link(user, millis, device, rules);
                    case UNLINK -> identity.unlink(user, millis, device, rules);
                    case GUESS -> identity.guess(event, rules);
                    case FORGET_DEVICE -> List.of();
                };
        tell(event.site(), changes, device, out);
        publish(identity, event.site(), device, context);
        state.changed(key);
    }

    @Override
    public void onTimer(long millis, OnTimerContext context, Collector<PersonInput> out) {
        String key = context.getCurrentKey();
        DeviceIdentity identity = state.get(key);
        if (!identity.isFresh()) {
            // Not written, or it would never expire.
            registerExpiry(context);
            return;
        }
        state.remove(key);
        links.inc();
        context.output(
                LINKS,
                new IdentityLink(
                        SiteKey.site(key), SiteKey.id(key), null, Evidence.NONE, millis, 1));
    }

    /** The compacted topic of links would keep for ever what is forgotten here. */
    private void awaitExpiry(DeviceIdentity identity, Context context) {
        if (!identity.awaited) {
            identity.awaited = true;
            registerExpiry(context);
        }
    }

    private void registerExpiry(Context context) {
        long millis = context.timerService().currentProcessingTime() + ttlMillis + 1;
        context.timerService().registerProcessingTimeTimer(millis);
    }

    private void tell(
            String site,
            List<DeviceIdentity.Change> changes,
            String device,
            Collector<PersonInput> out) {
        for (DeviceIdentity.Change change : changes) {
            moved.inc();
            String person = DeviceIdentity.person(change.userId(), device);
            out.collect(PersonInput.of(SiteKey.of(site, person), change.history()));
        }
    }

    /** Tells whose the device is if that is news. */
    private void publish(DeviceIdentity identity, String site, String device, Context context) {
        Ownership now = identity.current();
        double confidence = now.evidence() == Evidence.PROBABILISTIC ? identity.guessConfidence : 1;
        boolean nobodys = now.isNobodys() && now.evidence() == Evidence.NONE;
        boolean same =
                now.isOf(identity.publishedUser) && now.evidence() == identity.publishedEvidence;
        if (same
                && (nobodys
                        || (now.firstMillis() == identity.publishedSinceMillis
                                && confidence == identity.publishedConfidence))) {
            return;
        }
        identity.publishedUser = now.userId();
        identity.publishedEvidence = now.evidence();
        identity.publishedSinceMillis = now.firstMillis();
        identity.publishedConfidence = confidence;
        awaitExpiry(identity, context);
        links.inc();
        context.output(
                LINKS,
                new IdentityLink(
                        site,
                        device,
                        DeviceIdentity.person(now.userId(), device),
                        now.evidence(),
                        now.firstMillis(),
                        confidence));
    }

    /** Compares the event's time, or that of its sending, with its arrival. */
    private void checkClock(DeviceIdentity identity, Event event, Context context) {
        Long arrived = context.timestamp();
        if (arrived == null) {
            return;
        }
        long stated = event.sentAtMillis() > 0 ? event.sentAtMillis() : event.occurredAtMillis();
        if (identity.skew.note(arrived - stated, SKEWED_EVENTS, rules.skewMillis())) {
            find(
                    QualityFinding.Kind.CLOCK_SKEW,
                    event,
                    "%d events in a row %d to %d s before their arrival"
                            .formatted(
                                    SKEWED_EVENTS,
                                    identity.skew.leastMillis / 1000,
                                    identity.skew.mostMillis / 1000),
                    context);
        }
    }

    private void find(QualityFinding.Kind kind, Event event, String detail, Context context) {
        findings.inc(kind);
        context.output(
                FINDINGS,
                new QualityFinding(
                        kind,
                        event.site(),
                        null,
                        event.deviceId(),
                        event.eventId(),
                        event.occurredAtMillis(),
                        detail));
    }
}
