package io.nextclick.whole;

import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import io.nextclick.testkit.Events;
import io.nextclick.testkit.JobOnKafka;
import io.nextclick.testkit.Patience;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * One noon in a shop, told step by step: whom the job takes each visitor for, and what follows for
 * their lists and sessions. On a real broker, with RocksDB.
 */
class PeopleNotDevicesIT extends JobOnKafka {

    private static final long MINUTE = 60_000;

    private int read;
    private int told;

    private static void startJob() throws Exception {
        Map<String, String> options = new HashMap<>();
        options.put("kafka.event-timestamps", "CREATE_TIME");
        options.put("quality.max-age", "0 ms");
        options.put("event-time.idleness", "500 ms");
        options.put("recommend.deadline", Patience.OPTION);
        start(options);
    }

    /** A list as a page sees it. */
    private record Seen(String person, Map<String, Set<String>> becauseOf) {

        /** The recent items that lead to something in the list. */
        Set<String> reasons() {
            Set<String> reasons = new LinkedHashSet<>();
            becauseOf.values().forEach(reasons::addAll);
            return reasons;
        }
    }

    /** The next record of lists, null for a tombstone; fails if none comes. */
    private @Nullable GenericRecord next() throws Exception {
        read++;
        return client.read("recommendations", "RecommendationList", read).get(read - 1);
    }

    /** Sends an event and waits for its list, so that the next one is later for everybody. */
    private Seen happens(double minute, Events events) throws Exception {
        String id = "at " + minute;
        send(minute, events.named(id));
        GenericRecord list = next();
        // Who has lost a history has another list besides, or a tombstone.
        while (list == null || !list.get("trigger_event_id").toString().equals(id)) {
            list = next();
        }
        Map<String, Set<String>> items = new LinkedHashMap<>();
        for (Object each : (List<?>) list.get("items")) {
            GenericRecord item = (GenericRecord) each;
            Set<String> reasons = new LinkedHashSet<>();
            for (Object reason : (List<?>) item.get("reasons")) {
                GenericRecord why = (GenericRecord) reason;
                if (why.get("source").toString().equals("SIMILAR_ITEM")) {
                    reasons.add(why.get("because_of").toString());
                }
            }
            items.put(item.get("item_id").toString(), reasons);
        }
        return new Seen(list.get("person_id").toString(), items);
    }

    private void send(double minute, Events events) throws Exception {
        Event event = events.after((long) (minute * MINUTE)).event();
        replay("events", event);
    }

    private void state(String action, String device, String user, double minute) throws Exception {
        String json =
                """
                {"action":"%s","device_id":"%s","user_id":"%s","occurred_at":%d}"""
                        .formatted(action, device, user, NOON + (long) (minute * MINUTE));
        client.send("identity-events", device, json.getBytes(StandardCharsets.UTF_8));
    }

    /** Waits for the next news of the identity map; the last of a device counts. */
    private String nextLink(String device) throws Exception {
        told++;
        String last = "";
        for (GenericRecord link : client.read("identity", "IdentityLink", told)) {
            if (link.get("device_id").toString().equals(device)) {
                last = link.get("person_id") + "'s: " + link.get("evidence");
            }
        }
        return last;
    }

    private void othersGoFrom(String item, String next, double minute) throws Exception {
        for (int i = 0; i < 3; i++) {
            String other = "other " + item + i;
            happens(minute + i / 10.0, view(item).by(other));
            happens(minute + i / 10.0 + .05, view(next).by(other));
        }
    }

    @Test
    void a_noon_in_the_shop() throws Exception {
        startJob();
        // What the shop has learnt from others: what one looks at after what.
        othersGoFrom("tea", "cup", -200);
        othersGoFrom("coffee", "mug", -190);
        othersGoFrom("game", "console", -180);
        othersGoFrom("doll", "dress", -170);

        // Somebody looks at tea on a phone. Nobody knows who it is.
        Seen phone = happens(0, view("tea").by(null).on("phone"));
        assertThat(phone.person()).isEqualTo("phone");
        assertThat(phone.becauseOf()).containsEntry("cup", Set.of("tea"));

        // Ann logs in on her laptop and looks at coffee. The phone is not known to be hers.
        Seen login = happens(5, of(EventType.LOGIN, null).by("ann").on("laptop"));
        assertThat(login.person()).isEqualTo("ann");
        assertThat(login.reasons()).isEmpty();
        assertThat(nextLink("laptop")).isEqualTo("ann's: LOGIN");
        assertThat(happens(6, view("coffee").by("ann").on("laptop")).reasons())
                .containsExactly("coffee");

        // She logs in on the phone: the tea was hers, and is in her list at once.
        Seen onPhone = happens(10, of(EventType.LOGIN, null).by("ann").on("phone"));
        assertThat(onPhone.person()).isEqualTo("ann");
        assertThat(onPhone.becauseOf())
                .containsEntry("mug", Set.of("coffee"))
                .containsEntry("cup", Set.of("tea"));
        assertThat(nextLink("phone")).isEqualTo("ann's: LOGIN");

        // Ben uses the family's tablet for a game; then Carl logs in there and looks at a doll.
        assertThat(happens(15, view("game").by("ben").on("tablet")).person()).isEqualTo("ben");
        assertThat(nextLink("tablet")).isEqualTo("ben's: LOGIN");
        Seen carl = happens(20, view("doll").by("carl").on("tablet"));
        assertThat(carl.person()).isEqualTo("carl");
        assertThat(carl.reasons()).as("nothing of Ben's").containsExactly("doll");
        assertThat(nextLink("tablet")).isEqualTo("carl's: LOGIN");
        assertThat(happens(22, of(EventType.SEARCH, null).by("ben").on("desktop")).reasons())
                .as("nothing of Carl's")
                .containsExactly("game");
        assertThat(nextLink("desktop")).isEqualTo("ben's: LOGIN");

        // The tablet forgets to send the user once: it is still Carl's.
        Seen stillCarl = happens(23, of(EventType.SEARCH, null).by(null).on("tablet"));
        assertThat(stillCarl.person()).isEqualTo("carl");
        assertThat(stillCarl.reasons()).containsExactly("doll");

        // Carl logs out. Whoever looks at tea there now is nobody known.
        send(25, of(EventType.LOGOUT, null).by("carl").on("tablet"));
        assertThat(nextLink("tablet")).isEqualTo("tablet's: NONE");
        Seen tablet = happens(26, view("tea").by(null).on("tablet"));
        assertThat(tablet.person()).isEqualTo("tablet");
        assertThat(tablet.reasons()).containsExactly("tea");

        // The shop's own system claims that the tablet is Ben's ...
        state("LINK", "tablet", "ben", 27);
        assertThat(nextLink("tablet")).isEqualTo("ben's: LINK");
        Seen linked = happens(28, view("coffee").by(null).on("tablet"));
        assertThat(linked.person()).isEqualTo("ben");
        assertThat(linked.reasons()).contains("coffee", "game").doesNotContain("doll");

        // ... and takes it back: the tablet has its own again, and Ben has nothing of it.
        state("UNLINK", "tablet", "ben", 29);
        assertThat(nextLink("tablet")).isEqualTo("tablet's: NONE");
        Seen unlinked = happens(30, of(EventType.SEARCH, null).by(null).on("tablet"));
        assertThat(unlinked.person()).isEqualTo("tablet");
        assertThat(unlinked.reasons()).containsExactlyInAnyOrder("coffee", "tea");
        assertThat(happens(31, of(EventType.SEARCH, null).by("ben").on("desktop")).reasons())
                .containsExactly("game");

        // Hours later, all sessions are over.
        send(600, view("tea").by("late 1"));
        send(600, view("tea").by("late 2"));
        send(600, view("tea").by("late 3"));
        assertThat(sessionsOf(4, Set.of("ann", "ben", "carl", "phone", "tablet")))
                .containsExactlyInAnyOrder(
                        "ann@0 to 10: 4 events on laptop, phone",
                        "ben@15 to 31: 3 events on desktop, tablet",
                        "carl@20 to 25: 3 events on tablet",
                        "tablet@26 to 30: 3 events on tablet");
    }

    /** The last word on their sessions, once so many are known and every one of them is over. */
    private static Set<String> sessionsOf(int count, Set<String> persons) throws Exception {
        List<GenericRecord> all =
                client.readUntil(
                        "sessions",
                        "SessionSummary",
                        news ->
                                last(news, persons).size() >= count
                                        && last(news, persons).stream()
                                                .noneMatch(PeopleNotDevicesIT::isOpen));
        return last(all, persons).stream()
                .map(PeopleNotDevicesIT::describe)
                .collect(Collectors.toSet());
    }

    /** The newest of each session of these persons that is not part of another now. */
    private static Collection<GenericRecord> last(List<GenericRecord> news, Set<String> persons) {
        Map<String, GenericRecord> last = new LinkedHashMap<>();
        for (GenericRecord each : news) {
            if (persons.contains(each.get("person_id").toString())) {
                last.put(each.get("session_id").toString(), each);
            }
        }
        last.values().removeIf(each -> each.get("status").toString().equals("SUPERSEDED"));
        return last.values();
    }

    private static boolean isOpen(GenericRecord session) {
        return session.get("status").toString().equals("OPEN");
    }

    private static String describe(GenericRecord session) {
        List<?> devices = (List<?>) session.get("device_ids");
        return "%s@%d to %d: %s events on %s"
                .formatted(
                        session.get("person_id"),
                        ((long) session.get("started_at") - NOON) / MINUTE,
                        ((long) session.get("ended_at") - NOON) / MINUTE,
                        session.get("events"),
                        String.join(", ", devices.stream().map(Object::toString).toList()));
    }
}
