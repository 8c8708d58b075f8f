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
        boolean forgets = event.action() == Action.FORGET_DEVICE;
        if (forgets || (event.action() == Action.UNLINK && known.statedUser().equals(user))) {
            String device = event.deviceId();
            links.remove(device);
            if (!forgets && !known.user().equals(user)) {
                long millis = event.occurredAtMillis();
                out.collect(event(Action.UNLINK, event.site(), device, known.user(), millis));
            }
            follow(event, device, device, out);
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
        out.collect(event(Action.LINK, event.site(), device, end, event.occurredAtMillis()));
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
        named.put(user, ResolvedLink.with(known, device, MOST_NAMED));
    }

    private String[] named(String user) throws Exception {
        String @Nullable [] devices = named.get(user);
        return devices == null ? new String[0] : devices;
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
        context.output(FINDINGS, ResolvedLink.finding(event, detail));
    }

    private static IdentityEvent event(
            Action action, String site, String device, String user, long millis) {
        return new IdentityEvent(action, millis, site, device, user, 1);
    }
}
