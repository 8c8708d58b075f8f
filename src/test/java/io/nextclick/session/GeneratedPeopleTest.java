package io.nextclick.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import io.nextclick.event.SiteKey;
import io.nextclick.flow.DeviceHistory;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PersonInput;
import io.nextclick.generate.ShopGenerator;
import io.nextclick.generate.ShopProfile;
import io.nextclick.testkit.Soak;
import io.nextclick.writeback.WriteBackState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A million events of the generated shop, which knows who is behind each. Every item is stamped
 * with that person, so that an event of somebody else in a list shows at once.
 */
class GeneratedPeopleTest {

    private static final int EVENTS = Soak.runs(1_000_000, 25_000);
    private static final int BETWEEN_WATERMARKS = 500;
    private static final String STAMP = "~";

    /** An anonymous event by its truth, and the user who has it. */
    private static final class Anonymous {
        private final String person;
        private final String device;
        private final long millis;
        private String user;

        private Anonymous(String person, String device, long millis) {
            this.person = person;
            this.device = device;
            this.millis = millis;
        }
    }

    private final Map<String, Anonymous> anonymous = new HashMap<>();
    private final Map<String, String> personOfUser = new HashMap<>();
    private final Map<String, List<Login>> loginsOn = new HashMap<>();

    @Test
    void no_event_of_one_user_is_in_anothers_list_and_the_anonymous_past_finds_its_user()
            throws Exception {
        ShopGenerator shop = new ShopGenerator(ShopProfile.demo(), 11);
        long leaks = 0;
        long shown = 0;
        try (var people =
                new IdentifiedPeople(
                        halfAnHour(),
                        new WriteBackState.Limits(50_000, 50_000),
                        Duration.ofDays(90))) {
            people.listen(this::attribute);
            for (int i = 0; i < EVENTS; i++) {
                Event event = stamped(shop.next(), shop.lastPerson());
                note(event, shop.lastPerson());
                PersonEvent visit = people.send(event);
                String person = personOfUser.get(SiteKey.id(visit.personKey()));
                for (String item : visit.recentItems()) {
                    shown++;
                    leaks += person != null && !item.endsWith(STAMP + person) ? 1 : 0;
                }
                if (i % BETWEEN_WATERMARKS == 0) {
                    people.watermark(event.occurredAtMillis() - 10_000);
                    people.emitted().clear();
                }
            }
        }
        assertThat(shown).isGreaterThan(EVENTS);
        assertThat(leaks).isZero();

        Share first = new Share();
        Share again = new Share();
        Share several = new Share();
        Share given = new Share();
        for (Anonymous each : anonymous.values()) {
            String user = userOf(each.person);
            if (personOfUser.containsKey(each.user)) {
                given.count(user.equals(each.user));
            }
            if (!logsInLater(each)) {
                continue;
            }
            List<Login> of = loginsOn.get(each.device);
            boolean alone = of.stream().allMatch(login -> login.user.equals(user));
            boolean before = of.get(0).millis > each.millis && of.get(0).user.equals(user);
            (before ? first : alone ? again : several).count(user.equals(each.user));
        }
        System.out.printf(
                "identity: anonymous events followed by a login of their person within %d days, and"
                        + " the share that became the user's: before the device's first login %,d,"
                        + " %.4f; later, on a device of one user %,d, %.4f; of several %,d, %.4f. Of"
                        + " %,d given to a user %.4f are theirs. Of %,d recent items shown %d are"
                        + " somebody else's%n",
                IdentifiedPeople.LOOK_BACK / 86_400_000,
                first.count,
                first.share(),
                again.count,
                again.share(),
                several.count,
                several.share(),
                given.count,
                given.share(),
                shown,
                leaks);
        assertThat(first.count).isGreaterThan(EVENTS / 20);
        assertThat(first.share()).isGreaterThanOrEqualTo(.99);
        assertThat(given.share()).isGreaterThanOrEqualTo(.96);
    }

    private boolean logsInLater(Anonymous event) {
        for (Login login : loginsOn.getOrDefault(event.device, List.of())) {
            long later = login.millis - event.millis;
            boolean same = login.user.equals(userOf(event.person));
            if (same && later > 0 && later <= IdentifiedPeople.LOOK_BACK) {
                return true;
            }
        }
        return false;
    }

    private record Login(String user, long millis) {}

    private static final class Share {
        private long count;
        private long right;

        void count(boolean isRight) {
            count++;
            right += isRight ? 1 : 0;
        }

        double share() {
            return (double) right / count;
        }
    }

    /** The gap of the defaults; a minute is too short for this shop. */
    private static SessionSettings halfAnHour() {
        return SessionTests.with(
                Map.of(
                        "session.gap", "30 min",
                        "session.max-length", "1 d",
                        "session.allowed-lateness", "10 min"));
    }

    private static Event stamped(Event event, String person) {
        String item = event.itemId();
        return new Event(
                event.eventId(),
                event.type(),
                event.occurredAtMillis(),
                event.site(),
                event.userId(),
                event.deviceId(),
                event.sourceSessionId(),
                item == null ? null : item + STAMP + person,
                event.context());
    }

    private static String userOf(String person) {
        return person.replaceFirst("p", "u");
    }

    private void note(Event event, String person) {
        String device = event.deviceId();
        String user = event.userId();
        if (user != null) {
            // A logout is sent for the one who was logged in, by whoever comes.
            if (user.equals(userOf(person))) {
                personOfUser.put(user, person);
            }
            List<Login> of = loginsOn.computeIfAbsent(device, key -> new ArrayList<>(1));
            Login last = of.isEmpty() ? null : of.get(of.size() - 1);
            if (last == null || !last.user.equals(user) || event.type() == EventType.LOGIN) {
                of.add(new Login(user, event.occurredAtMillis()));
            }
        } else {
            anonymous.put(
                    key(device, event.occurredAtMillis(), event.itemId()),
                    new Anonymous(person, device, event.occurredAtMillis()));
        }
    }

    private static String key(String device, long millis, String item) {
        return device + STAMP + millis + STAMP + item;
    }

    private void attribute(PersonInput input) {
        String person = SiteKey.id(input.personKey());
        Event event = input.event();
        if (event != null && event.userId() == null) {
            anonymous.get(key(event.deviceId(), event.occurredAtMillis(), event.itemId())).user =
                    person;
        }
        DeviceHistory history = input.history();
        if (history != null) {
            for (PastEvent past : history.events()) {
                anonymous.get(key(past.deviceId(), past.occurredAtMillis(), past.itemId())).user =
                        person;
            }
        }
    }
}
