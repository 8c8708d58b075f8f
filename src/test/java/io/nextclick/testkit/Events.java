package io.nextclick.testkit;

import io.nextclick.event.Campaign;
import io.nextclick.event.DeviceSignals;
import io.nextclick.event.Event;
import io.nextclick.event.EventChecks;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.event.ShownItem;
import io.nextclick.event.ShownList;
import io.nextclick.event.SiteKey;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PersonMetrics;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events in words: {@code view("milk").by("ann").at(1_000).event()}. */
public final class Events {

    /** A moment in 2026 from which the tests count. */
    public static final long NOON = 1_767_700_000_000L;

    /** Rules with the defaults of the options. */
    public static final EventChecks RULES = new EventChecks(300_000, 0, 120_000, 256, 4_096, 64);

    /** Much known, in values that tests name. */
    public static final EventContext SAID_CONTEXT =
            EventContext.builder()
                    .category("food/dairy")
                    .brand("farm")
                    .price(1.25)
                    .currency("EUR")
                    .quantity(2)
                    .query("fresh milk")
                    .dwellMillis(900L)
                    .scrollDepth(0.5f)
                    .rating(4.5f)
                    .pageType("item")
                    .campaign(new Campaign("spring", "letter", "mail", "top", "milk"))
                    .list(new ShownList("r1", 3, "t1", 1_500L, List.of(new ShownItem("milk", 3))))
                    .attributes(Map.of("colour", "white"))
                    .build();

    /** The same with a value for whatever else there is to know. */
    public static final EventContext FULL_CONTEXT = FullRecord.of(SAID_CONTEXT);

    private final EventType type;
    private final @Nullable String item;
    private @Nullable String id;
    private @Nullable String user = "ann";
    private @Nullable String device;
    private String site = SiteKey.DEFAULT_SITE;
    private long millis = NOON;
    private EventContext context = EventContext.NONE;
    private @Nullable String visit;
    private long sentMillis;
    private @Nullable DeviceSignals signals;

    private Events(EventType type, @Nullable String item) {
        this.type = type;
        this.item = item;
    }

    public static Events view(String item) {
        return new Events(EventType.VIEW, item);
    }

    public static Events purchase(String item) {
        return new Events(EventType.PURCHASE, item);
    }

    public static Events of(EventType type, @Nullable String item) {
        return new Events(type, item);
    }

    public Events by(@Nullable String user) {
        this.user = user;
        return this;
    }

    public Events on(@Nullable String device) {
        this.device = device;
        return this;
    }

    public Events at(long millis) {
        this.millis = millis;
        return this;
    }

    /** Milliseconds after {@link #NOON}. */
    public Events after(long millis) {
        return at(NOON + millis);
    }

    public Events named(String id) {
        this.id = id;
        return this;
    }

    public Events site(String site) {
        this.site = site;
        return this;
    }

    public Events in(String category) {
        this.context = EventContext.ofItem(category, null, null);
        return this;
    }

    public Events with(EventContext context) {
        this.context = context;
        return this;
    }

    /** The site's own session. */
    public Events during(String visit) {
        this.visit = visit;
        return this;
    }

    /** When the device says that it sent the event. */
    public Events sentAt(long millis) {
        this.sentMillis = millis;
        return this;
    }

    public Events showing(DeviceSignals signals) {
        this.signals = signals;
        return this;
    }

    public Event event() {
        String given = id;
        String who = user == null ? device : user;
        String eventId = given == null ? type + "-" + item + "-" + who + "-" + millis : given;
        return new Event(
                eventId,
                type,
                millis,
                site,
                user,
                device,
                visit,
                item,
                context,
                sentMillis,
                signals);
    }

    /** An event at its person, with what the person was like. */
    public static PersonEvent withMetrics(PersonEvent event, @Nullable PersonMetrics known) {
        return new PersonEvent(
                event.personKey(),
                event.sequence(),
                event.event(),
                event.visit(),
                new PersonEvent.Person(event.deviceIds(), event.ownedItems(), known),
                event.guidance(),
                event.occasion(),
                event.history());
    }
}
