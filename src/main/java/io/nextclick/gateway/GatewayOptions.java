package io.nextclick.gateway;

import static org.apache.flink.configuration.ConfigOptions.key;

import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import io.nextclick.option.OptionValues;
import io.nextclick.option.SettingsException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Options of the gateway. */
public final class GatewayOptions {

    /** Keys below it are the gateway's; all others are the job's. */
    public static final String PREFIX = "gateway.";

    public static final OptionList ALL = new OptionList();

    private static final int MOST_PORT = 65_535;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    static final Option<String> ADDRESS =
            ALL.text("gateway.address", "127.0.0.1", "Address that is listened on.");
    static final Option<Integer> PORT =
            ALL.number(
                    "gateway.port",
                    8080,
                    0,
                    MOST_PORT,
                    "Port that is listened on; 0 takes a free one.");
    static final Option<String> SITES =
            ALL.optionalText(
                    "gateway.sites",
                    "a YAML file",
                    "Sites with their keys, secrets and origins ([gateway](gateway.md#sites))."
                            + " Required.");
    static final Option<ViewKind> VIEW =
            ALL.of(
                    key("gateway.view").enumType(ViewKind.class).defaultValue(ViewKind.HEAP),
                    "HEAP, ROCKSDB or REDIS",
                    any -> true,
                    "Where the views are kept. HEAP is read from the topics at each start, ROCKSDB"
                            + " goes on where it was, REDIS is shared by several gateways.");
    static final Option<String> VIEW_DIRECTORY =
            ALL.optionalText("gateway.view-directory", "a folder", "Folder of a view in ROCKSDB.");
    static final Option<String> REDIS_URL =
            ALL.optionalText("gateway.redis-url", "a redis URL", "Server of a view in REDIS.");
    static final Option<Integer> MAX_BODY_BYTES =
            ALL.number(
                    "gateway.max-body-bytes",
                    65_536,
                    1_000,
                    10_000_000,
                    "Maximum number of bytes of a request's body.");
    static final Option<Integer> MAX_REQUESTS =
            ALL.number(
                    "gateway.max-requests",
                    2_000,
                    1,
                    1_000_000,
                    "Requests that are handled at a time; one more is answered with 503.");
    static final Option<Integer> MAX_STREAMS =
            ALL.number(
                    "gateway.max-streams",
                    1_000,
                    1,
                    1_000_000,
                    "Open streams of events at a time; one more is answered with 503.");
    static final Option<Double> KEY_RATE =
            ALL.positive(
                    "gateway.key-rate", 10_000, "Requests a second with one key; more get 429.");
    static final Option<Double> ADDRESS_RATE =
            ALL.positive(
                    "gateway.address-rate",
                    100,
                    "Requests a second of one address; more get 429. Twice as many may come at"
                            + " once.");
    static final Option<Boolean> TRUSTED_PROXY =
            ALL.flag(
                    "gateway.trusted-proxy",
                    false,
                    "True takes a caller's address and scheme from X-Forwarded-For and"
                            + " X-Forwarded-Proto: a proxy in front sets them.");
    static final Option<Duration> DELIVERY_TIMEOUT =
            ALL.duration(
                    "gateway.delivery-timeout",
                    Duration.ofSeconds(5),
                    Duration.ofMillis(100),
                    Duration.ofMinutes(5),
                    "Maximum wait for the broker to have an event; beyond it the answer is 503.");
    static final Option<Integer> BUFFER_BYTES =
            ALL.number(
                    "gateway.buffer-bytes",
                    32_000_000,
                    1_000_000,
                    2_000_000_000,
                    "Bytes of events that wait for the broker; beyond them the answer is 503.");
    static final Option<Integer> MAX_WAITING =
            ALL.number(
                    "gateway.max-waiting",
                    10_000,
                    1,
                    1_000_000,
                    "Requests that wait for their list at a time; one more gets the newest list"
                            + " at once.");
    static final Option<Duration> TICKET_TTL =
            ALL.duration(
                    "gateway.ticket-ttl",
                    Duration.ofHours(1),
                    SECOND,
                    DAY,
                    "How long a device's ticket is valid.");
    static final Option<Duration> TOKEN_MAX_AGE =
            ALL.duration(
                    "gateway.token-max-age",
                    Duration.ofDays(7),
                    SECOND,
                    Duration.ofDays(365),
                    "Maximum age of a list whose token counts.");

    static final Option<Boolean> DEMO =
            ALL.flag(
                    "gateway.demo",
                    false,
                    "True gives the public key of the first site and the statistics to whoever"
                            + " opens the live page. Allowed on a loopback address only.");

    private GatewayOptions() {}

    /**
     * The settings.
     *
     * @param texts values of the options that begin with {@value #PREFIX}
     * @throws SettingsException with all faults
     */
    static GatewaySettings settings(Map<String, String> texts) {
        OptionValues given = new OptionValues(texts, ALL.options());
        given.faultUnknown(null);
        require(given, SITES, true);
        require(given, VIEW_DIRECTORY, given.get(VIEW) == ViewKind.ROCKSDB);
        require(given, REDIS_URL, given.get(VIEW) == ViewKind.REDIS);
        if (given.get(DEMO) && !isLoopback(given.get(ADDRESS))) {
            given.fault(
                    "Invalid value 'true' for 'gateway.demo': 'gateway.address' must be a loopback"
                            + " address");
        }
        if (!given.faults().isEmpty()) {
            throw new SettingsException(given.faults());
        }
        return new GatewaySettings(
                given.get(ADDRESS),
                given.get(PORT),
                Path.of(given.get(SITES)),
                given.get(VIEW),
                given.optional(VIEW_DIRECTORY).map(Path::of).orElse(null),
                given.orNull(REDIS_URL),
                given.get(MAX_BODY_BYTES),
                given.get(MAX_REQUESTS),
                given.get(MAX_STREAMS),
                given.get(KEY_RATE),
                given.get(ADDRESS_RATE),
                given.get(TRUSTED_PROXY),
                given.get(DELIVERY_TIMEOUT),
                given.get(BUFFER_BYTES),
                given.get(MAX_WAITING),
                given.get(TICKET_TTL),
                given.get(TOKEN_MAX_AGE),
                given.get(DEMO));
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static void require(OptionValues given, Option<String> option, boolean needed) {
        if (needed && given.optional(option).isEmpty()) {
            given.fault(
                    "Missing value for '%s': must be %s".formatted(option.key(), option.allowed()));
        }
    }
}
