package io.nextclick.identity;

import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.view;

import io.nextclick.event.DeviceSignals;
import io.nextclick.testkit.Events;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Devices and rules of the tests. */
final class LinkTests {

    static final LinkSettings RULES = rules(32);
    static final long HOUR = Duration.ofHours(1).toMillis();
    static final DeviceSignals HOME = on("home");

    private LinkTests() {}

    static DeviceSignals on(@Nullable String network) {
        return new DeviceSignals(network, "chrome/android", "Europe/Berlin");
    }

    static LinkSettings rules(int maxCandidates) {
        LinkSettings defaults = LinkSettings.defaults();
        return new LinkSettings(
                defaults.weights(),
                defaults.acceptProbability(),
                defaults.greyProbability(),
                defaults.ambiguousMargin(),
                defaults.minEvents(),
                defaults.minVisits(),
                defaults.scoreEvery(),
                maxCandidates,
                4,
                defaults.maxTopics(),
                4,
                defaults.visitGapMillis(),
                defaults.continuationMillis(),
                defaults.crowdMillis(),
                defaults.horizonMillis());
    }

    /** A view of an item of its own of the topic, in the hour given, on the home's network. */
    static Events look(String device, @Nullable String user, String topic, double hour) {
        long millis = (long) (hour * HOUR);
        return view(topic + '-' + device + '-' + millis)
                .in(topic)
                .on(device)
                .by(user)
                .showing(HOME)
                .at(NOON + millis);
    }

    /** A device with the events, in their order. */
    static DeviceProfile device(String id, Events... events) {
        DeviceProfile device = DeviceProfile.of(id);
        for (Events event : events) {
            device.add(event.event(), RULES);
        }
        return device;
    }
}
