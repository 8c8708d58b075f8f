package io.nextclick.identity;

import io.nextclick.event.IdentityEvent;
import io.nextclick.event.IdentityEvent.Action;
import io.nextclick.event.QualityFinding;
import io.nextclick.writeback.EnumCounters;
import io.nextclick.writeback.StateSpec;
import java.time.Duration;
import java.util.Arrays;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Turns stated links, whose user may be the id of another linked device, into links to the user in
 * whom they end, in whatever order they are stated. A link that would close a cycle is not obeyed.
 * Both are findings.
 *
 * <p>Key: the site; links are few beside events.
 *
 * <p>State: the newest link of each device, and of each user the devices that were linked to them,
 * the newest {@value #MOST_NAMED}; each expires by its TTL, {@code identity.device-ttl}. No timers.
 */
public final class ResolveLinks extends KeyedProcessFunction<String, IdentityEvent, IdentityEvent> {

    /** Chains and cycles of links. */
    public static final OutputTag<QualityFinding> FINDINGS =
            new OutputTag<>("link-findings", TypeInformation.of(QualityFinding.class));

    /** Most devices of a user whose links follow when the user turns out to be a device. */
    static final int MOST_NAMED = 64;

    private static final String[] NONE = {};

    private final Duration ttl;

    private transient MapState<String, ResolvedLink> links;
    private transient MapState<String, String[]> named;
    private transient EnumCounters<QualityFinding.Kind> findings;

    /**
     * @param ttl how long a link is remembered
     */
    public ResolveLinks(Duration ttl) {
        this.ttl = ttl;
    }

    @Override
    public void open(OpenContext context) {
        links = map("links", ResolvedLink.class);
        named = map("linked-devices", String[].class);
        findings =
                new EnumCounters<>(
                        getRuntimeContext().getMetricGroup(),
                        QualityFinding.METRIC_GROUP,
                        QualityFinding.Kind.class);
    }

    private <V> MapState<String, V> map(String name, Class<V> type) {
        MapStateDescriptor<String, V> descriptor = StateSpec.map(name, type);
        descriptor.enableTimeToLive(StateSpec.expiry(ttl));
        return getRuntimeContext().getMapState(descriptor);
    }

    @Override
    public void processElement(IdentityEvent event, Context context, Collector<IdentityEvent> out)
            throws Exception {
        String user = event.userId();
        if (event.action() == Action.LINK && user != null && !user.equals(event.deviceId())) {
            link(event, user, context, out);
            return;
        }
        ResolvedLink known = links.get(event.deviceId());
        out.collect(event);
        if (known == null || event.occurredAtMillis() < known.millis()) {
            return;
        }
        if (event.action() == Action.FORGET_DEVICE) {
            links.remove(event.deviceId());
            follow(event, event.deviceId(), event.deviceId(), out);
        } else if (event.action() == Action.UNLINK && known.statedUser().equals(user)) {
            links.remove(event.deviceId());
            if (!known.user().equals(user)) {
                out.collect(of(Action.UNLINK, event, event.deviceId(), known.user()));
            }
            follow(event, event.deviceId(), event.deviceId(), out);
        }
    }

    private void link(
            IdentityEvent event, String user, Context context, Collector<IdentityEvent> out)
            throws Exception {
        String device = event.deviceId();
        String end = end(user, device);
        if (end.equals(device)) {
            find(event, "user_id is a device that is linked to device_id: not obeyed", context);
            return;
        }
        if (!end.equals(user)) {
            find(event, "user_id is a device that is linked to '%s'".formatted(end), context);
        }
        out.collect(of(Action.LINK, event, device, end));
        ResolvedLink known = links.get(device);
        if (known != null && known.millis() > event.occurredAtMillis()) {
            return;
        }
        links.put(device, new ResolvedLink(user, end, event.occurredAtMillis()));
        name(user, device);
        if (follow(event, device, end, out)) {
            find(event, "device_id is a user_id of other links, which follow", context);
        }
    }

    /** Where the chain from a user ends; at the device, if it comes there or does not end. */
    private String end(String user, String device) throws Exception {
        String end = user;
        for (int i = 0; i < MOST_NAMED && !end.equals(device); i++) {
            ResolvedLink next = links.get(end);
            if (next == null) {
                return end;
            }
            end = next.statedUser();
        }
        return device;
    }

    /** Remembers that a device is linked to a user. */
    private void name(String user, String device) throws Exception {
        String[] known = named(user);
        if (Arrays.asList(known).contains(device)) {
            return;
        }
        int from = known.length < MOST_NAMED ? 0 : 1;
        String[] devices = Arrays.copyOfRange(known, from, known.length + 1);
        devices[devices.length - 1] = device;
        named.put(user, devices);
    }

    private String[] named(String user) throws Exception {
        String @Nullable [] devices = named.get(user);
        return devices == null ? NONE : devices;
    }

    /**
     * Gives what is linked to a device, as if it were a user, to who has the device now.
     *
     * @return false if nothing is
     */
    private boolean follow(
            IdentityEvent cause, String device, String end, Collector<IdentityEvent> out)
            throws Exception {
        boolean followed = false;
        for (String each : named(device)) {
            ResolvedLink link = links.get(each);
            if (link == null || !link.statedUser().equals(device) || link.user().equals(end)) {
                continue;
            }
            long millis = Math.max(cause.occurredAtMillis(), link.millis());
            out.collect(event(Action.UNLINK, cause.site(), each, link.user(), millis));
            out.collect(event(Action.LINK, cause.site(), each, end, link.millis()));
            links.put(each, link.to(end));
            follow(cause, each, end, out);
            followed = true;
        }
        return followed;
    }

    private void find(IdentityEvent event, String detail, Context context) {
        findings.inc(QualityFinding.Kind.LINK_CHAIN);
        context.output(
                FINDINGS,
                new QualityFinding(
                        QualityFinding.Kind.LINK_CHAIN,
                        event.site(),
                        event.userId(),
                        event.deviceId(),
                        null,
                        event.occurredAtMillis(),
                        detail));
    }

    private static IdentityEvent of(
            Action action, IdentityEvent event, String device, String user) {
        return event(action, event.site(), device, user, event.occurredAtMillis());
    }

    private static IdentityEvent event(
            Action action, String site, String device, String user, long millis) {
        return new IdentityEvent(action, millis, site, device, user, 1);
    }
}
