package io.nextclick.config;

import io.nextclick.codec.CodecSettings;
import io.nextclick.event.EventRules;
import io.nextclick.identity.IdentityRules;
import io.nextclick.kafka.KafkaSettings;
import io.nextclick.popularity.PopularityRules;
import io.nextclick.session.SessionRules;
import io.nextclick.similarity.SimilarityRules;
import io.nextclick.writeback.WriteBackState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/** Makes {@link Settings} of option texts and collects every fault on the way. */
final class SettingsReader {

    /** What a dead letter holds besides the refused value: the key twice, detail, names. */
    private static final int DEAD_LETTER_OVERHEAD_BYTES = 25_000;

    private final Configuration given;
    private final List<String> faults = new ArrayList<>();

    SettingsReader(Map<String, String> options) {
        this.given = Configuration.fromMap(options);
        checkKeys(options.keySet());
        for (Option<?> option : Options.all()) {
            check(option);
        }
    }

    Settings read() {
        if (faults.isEmpty()) {
            checkTogether();
        }
        if (!faults.isEmpty()) {
            throw new SettingsException(faults);
        }
        return new Settings(
                kafka(),
                new CodecSettings(
                        getOrNull(KafkaOptions.REGISTRY_URL),
                        getOrNull(KafkaOptions.SCHEMA_DIRECTORY),
                        get(KafkaOptions.DEAD_LETTER_MAX_BYTES)),
                new EventRules(
                        millis(Options.MAX_FUTURE),
                        millis(Options.MAX_AGE),
                        millis(Options.MAX_CLOCK_SKEW),
                        get(Options.MAX_ID_LENGTH),
                        get(Options.MAX_FIELD_LENGTH),
                        get(Options.MAX_ATTRIBUTES)),
                get(Options.DUPLICATE_WINDOW),
                get(Options.OUT_OF_ORDERNESS),
                get(Options.IDLENESS),
                new SessionRules(
                        millis(Options.SESSION_GAP),
                        millis(Options.SESSION_MAX_LENGTH),
                        get(Options.SESSION_MAX_EVENTS),
                        millis(Options.SESSION_LATENESS),
                        get(Options.SESSION_MAX_OPEN_EVENTS),
                        get(Options.RECENT_ITEMS),
                        get(Options.MAX_DISTINCT),
                        get(Options.MAX_OWNED),
                        get(Options.MAX_EVENTS_PER_MINUTE),
                        get(Options.SESSION_MAX_HISTORY),
                        millis(Options.SESSION_HISTORY),
                        get(Options.SESSION_MAX_DEVICES),
                        millis(Options.SESSION_OUTLIER),
                        millis(Options.SESSION_HALF_LIFE),
                        get(Options.SESSION_PUBLISH_OPEN)),
                get(Options.PERSON_TTL),
                new IdentityRules(
                        millis(Options.LOOK_BACK),
                        get(Options.IDENTITY_MAX_HISTORY),
                        millis(Options.SESSION_GAP),
                        get(Options.SHARED_USERS),
                        millis(Options.SHARED_WINDOW),
                        millis(Options.MAX_CLOCK_SKEW)),
                get(Options.DEVICE_TTL),
                get(LinkOptions.PROBABILISTIC),
                LinkOptions.rules(this::get, millis(Options.SESSION_GAP)),
                TriggerOptions.rules(this::get),
                new SimilarityRules(
                        millis(Options.SIMILARITY_HALF_LIFE),
                        get(Options.TREND_VISITS),
                        get(Options.MAX_NEIGHBOURS),
                        get(Options.CANDIDATES),
                        millis(Options.SIMILARITY_PUBLISH)),
                get(Options.SIMILARITY_TTL),
                new PopularityRules(
                        millis(Options.POPULARITY_HALF_LIFE),
                        get(Options.POPULAR_ITEMS),
                        get(Options.POPULAR_PUBLISHED),
                        millis(Options.POPULARITY_PUBLISH)),
                get(Options.POPULARITY_TTL),
                RecommendOptions.rules(this::get),
                new WriteBackState.Limits(
                        get(Options.CACHED_OBJECTS), get(Options.UNWRITTEN_OBJECTS)),
                get(Options.MAX_PARALLELISM),
                get(Options.BUFFER_TIMEOUT));
    }

    private KafkaSettings kafka() {
        Map<String, String> client = new HashMap<>();
        given.toMap()
                .forEach(
                        (key, value) -> {
                            if (key.startsWith(KafkaOptions.CLIENT_PREFIX)) {
                                client.put(
                                        key.substring(KafkaOptions.CLIENT_PREFIX.length()), value);
                            }
                        });
        return new KafkaSettings(
                get(KafkaOptions.BOOTSTRAP_SERVERS),
                get(KafkaOptions.GROUP_ID),
                topics(),
                get(KafkaOptions.START_FROM),
                get(KafkaOptions.CREATE_TOPICS),
                get(KafkaOptions.START_TIMEOUT),
                get(KafkaOptions.GUARANTEE),
                get(KafkaOptions.TRANSACTION_TIMEOUT),
                get(KafkaOptions.MAX_RECORD_BYTES),
                get(KafkaOptions.EVENT_TIMESTAMPS),
                client);
    }

    private Map<String, String> topics() {
        Map<String, String> names = new HashMap<>();
        KafkaOptions.TOPICS.forEach((name, option) -> names.put(name, get(option)));
        return names;
    }

    private void checkKeys(Set<String> keys) {
        Set<String> known = new HashSet<>();
        Options.all().forEach(option -> known.add(option.key()));
        for (String key : keys.stream().sorted().toList()) {
            if (!known.contains(key) && !key.startsWith(KafkaOptions.CLIENT_PREFIX)) {
                faults.add(
                        "%s: no such option; allowed are those of docs/configuration.md"
                                .formatted(key));
            }
        }
    }

    private <T> void check(Option<T> option) {
        try {
            T value = given.getOptional(option.option()).orElse(option.option().defaultValue());
            if (value != null && !option.isAllowed().test(value)) {
                fault(option);
            }
        } catch (IllegalArgumentException e) {
            fault(option);
        }
    }

    private void fault(Option<?> option) {
        faults.add(
                "%s=%s: allowed is %s"
                        .formatted(
                                option.key(), given.toMap().get(option.key()), option.allowed()));
    }

    private void checkTogether() {
        Map<String, String> topics = topics();
        if (new HashSet<>(topics.values()).size() < topics.size()) {
            faults.add(
                    "kafka.topic.*=%s: allowed is a name of its own each"
                            .formatted(new TreeMap<>(topics)));
        }
        checkWire();
        Duration settled =
                get(Options.SESSION_GAP)
                        .plus(get(Options.OUT_OF_ORDERNESS))
                        .plus(get(Options.SESSION_LATENESS));
        if (get(Options.PERSON_TTL).compareTo(settled) <= 0) {
            faults.add(
                    "session.person-ttl=%s: allowed is more than session.gap,"
                                    .formatted(Durations.text(get(Options.PERSON_TTL)))
                            + " event-time.out-of-orderness and session.allowed-lateness together");
        }
        if (get(Options.SESSION_MAX_OPEN_EVENTS) <= get(Options.SESSION_MAX_EVENTS)) {
            faults.add(
                    "session.max-open-events=%d: allowed is more than session.max-events=%d"
                            .formatted(
                                    get(Options.SESSION_MAX_OPEN_EVENTS),
                                    get(Options.SESSION_MAX_EVENTS)));
        }
        if (get(LinkOptions.GREY) > get(LinkOptions.ACCEPT)) {
            faults.add(
                    "identity.link.grey=%s: allowed is at most identity.link.accept=%s"
                            .formatted(get(LinkOptions.GREY), get(LinkOptions.ACCEPT)));
        }
        if (get(Options.DEVICE_TTL).compareTo(get(Options.LOOK_BACK)) < 0) {
            faults.add(
                    "identity.device-ttl=%s: allowed is at least identity.look-back=%s"
                            .formatted(
                                    Durations.text(get(Options.DEVICE_TTL)),
                                    Durations.text(get(Options.LOOK_BACK))));
        }
        if (get(Options.POPULAR_PUBLISHED) > get(Options.POPULAR_ITEMS)) {
            faults.add(
                    "popularity.published=%d: allowed is at most popularity.max-items=%d"
                            .formatted(get(Options.POPULAR_PUBLISHED), get(Options.POPULAR_ITEMS)));
        }
        if (get(Options.UNWRITTEN_OBJECTS) > get(Options.CACHED_OBJECTS)) {
            faults.add(
                    "state.unwritten-objects=%d: allowed is at most state.cached-objects=%d"
                            .formatted(
                                    get(Options.UNWRITTEN_OBJECTS), get(Options.CACHED_OBJECTS)));
        }
    }

    private void checkWire() {
        int most = get(KafkaOptions.MAX_RECORD_BYTES) - DEAD_LETTER_OVERHEAD_BYTES;
        if (get(KafkaOptions.DEAD_LETTER_MAX_BYTES) > most) {
            faults.add(
                    "dead-letters.max-bytes=%d: allowed is at most kafka.max-record-bytes less %d"
                            .formatted(
                                    get(KafkaOptions.DEAD_LETTER_MAX_BYTES),
                                    DEAD_LETTER_OVERHEAD_BYTES));
        }
        String directory = getOrNull(KafkaOptions.SCHEMA_DIRECTORY);
        if (directory != null && !Files.isDirectory(Path.of(directory))) {
            faults.add("schema.directory=%s: allowed is a folder".formatted(directory));
        }
        String registry = getOrNull(KafkaOptions.REGISTRY_URL);
        if (registry != null && !registry.matches("https?://[^\\s/]+.*")) {
            faults.add(
                    "schema.registry.url=%s: allowed is an http or https URL".formatted(registry));
        }
    }

    private long millis(Option<Duration> option) {
        return get(option).toMillis();
    }

    private <T> T get(Option<T> option) {
        return given.get(option.option());
    }

    private @Nullable String getOrNull(Option<String> option) {
        return given.getOptional(option.option()).orElse(null);
    }
}
