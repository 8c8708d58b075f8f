package io.nextclick.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.gateway.GatewayOptions;
import io.nextclick.option.Durations;
import io.nextclick.option.Option;
import io.nextclick.option.OptionValues;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} is made of the options; {@code -Ddocs.write=true} writes it. */
class ConfigurationPageTest {

    private static final Path PAGE = Path.of("docs/configuration.md");

    /** Of the job and of the gateway. */
    private static final List<Option<?>> OPTIONS =
            Stream.concat(Options.all().stream(), GatewayOptions.ALL.options().stream()).toList();

    private static final Pattern ROW =
            Pattern.compile(
                    "\\| `(?<key>[^`]+)`<br>`[^`]+` \\| (?<default>.+?) \\| (?<allowed>.+?) \\| .+");

    private static final Pattern BOUNDS =
            Pattern.compile(
                    "(?:a whole number )?(?:between )?(\\d\\S*(?: \\w+)?) (?:and|to) (\\d.*)");

    private static final Pattern MENTION =
            Pattern.compile("`(?<key>[a-z.-]+)=(?<value>(?![A-Z]`)[^`]+)`");

    @Test
    void the_page_says_what_the_options_are() throws Exception {
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, page());
        }
        assertThat(Files.readString(PAGE))
                .as("run: mvn test -Dtest=ConfigurationPageTest -Ddocs.write=true")
                .isEqualTo(page());
    }

    @Test
    void every_value_that_the_page_names_is_taken() throws Exception {
        List<Matcher> rows = Files.readAllLines(PAGE).stream().map(ROW::matcher).toList();
        assertThat(rows.stream().filter(Matcher::matches)).hasSameSizeAs(OPTIONS);
        for (Matcher row : rows) {
            if (row.matches()) {
                Set<String> values = named(row.group("allowed"));
                if (!row.group("default").equals("none")) {
                    values.add(row.group("default").replace("`", ""));
                }
                values.forEach(value -> assertTaken(row.group("key"), value));
            }
        }
    }

    @Test
    void every_value_that_another_page_names_is_taken() throws Exception {
        Set<String> keys = OPTIONS.stream().map(Option::key).collect(Collectors.toSet());
        int found = 0;
        try (Stream<Path> pages = Files.walk(Path.of("docs"))) {
            for (Path page : pages.filter(each -> each.toString().endsWith(".md")).toList()) {
                Matcher mention = MENTION.matcher(Files.readString(page));
                while (mention.find()) {
                    if (keys.contains(mention.group("key"))) {
                        assertTaken(mention.group("key"), mention.group("value"));
                        found++;
                    }
                }
            }
        }
        assertThat(found).isGreaterThan(5);
    }

    private static void assertTaken(String key, String value) {
        assertThat(new OptionValues(Map.of(key, value), OPTIONS).faults())
                .as("%s=%s", key, value)
                .isEmpty();
    }

    /** The values that a text of what is allowed names, or the bounds that it says. */
    private static Set<String> named(String allowed) {
        Matcher bounds = BOUNDS.matcher(allowed);
        if (bounds.matches()) {
            return new HashSet<>(Set.of(bounds.group(1), bounds.group(2)));
        }
        if (allowed.matches("[A-Z_]+(, [A-Z_]+)* or [A-Z_]+")) {
            Set<String> names = new HashSet<>(List.of(allowed.split(", | or ")));
            names.addAll(
                    names.stream()
                            .map(name -> name.toLowerCase(Locale.ROOT).replace('_', '-'))
                            .toList());
            return names;
        }
        return switch (allowed) {
            case "true or false" -> new HashSet<>(Set.of("true", "false"));
            case "0 or more" -> new HashSet<>(Set.of("0"));
            case "above 0 to 1" -> new HashSet<>(Set.of("1", "0.001"));
            case "a number above 0, below 1" -> new HashSet<>(Set.of("0.001", "0.999"));
            case "a YAML file", "a folder", "a redis URL" -> new HashSet<>(Set.of("any"));
            case "above 0", "text, not empty" -> new HashSet<>(Set.of("1"));
            case "three capital letters" -> new HashSet<>(Set.of("KWD"));
            default -> {
                assertThat(allowed).matches("\\d+ numbers above 0 that add up to 1, .*");
                yield new HashSet<>();
            }
        };
    }

    private static String page() {
        StringBuilder page =
                new StringBuilder(
                        """
                        # Configuration

                        Options come from a properties file (`--config FILE`), then the command line (`--key value`),
                        then the environment; each overrides the one before. All faults are reported at once, each with its
                        key, its value and what it must be. Flink's own settings are Flink's: see `flink-conf/config.yaml`.

                        A name such as `EXACTLY_ONCE` may be in small letters, and with `-` for `_`.

                        Keys that begin with `kafka.client.` go to every Kafka client as they are, for example
                        `kafka.client.security.protocol`. Secrets among them are given in the environment, as
                        `NEXTCLICK_KAFKA_CLIENT_SASL_JAAS_CONFIG` for `kafka.client.sasl.jaas.config`. They are never logged.

                        This page is made of the options by a test: `mvn test -Dtest=ConfigurationPageTest -Ddocs.write=true`.

                        | key | default | allowed | what it does |
                        |---|---|---|---|
                        """);
        append(Options.all(), page);
        page.append(
                """

                ## Gateway
                The [gateway](gateway.md) takes these beside the job's, from the same sources.

                | key | default | allowed | what it does |
                |---|---|---|---|
                """);
        append(GatewayOptions.ALL.options(), page);
        return page.toString();
    }

    private static void append(List<Option<?>> options, StringBuilder page) {
        for (Option<?> option : options) {
            page.append(
                    "| `%s`<br>`%s` | %s | %s | %s |%n"
                            .formatted(
                                    option.key(),
                                    option.environmentVariable(),
                                    text(option.option().defaultValue()),
                                    option.allowed(),
                                    option.description()));
        }
    }

    private static String text(Object value) {
        if (value == null) {
            return "none";
        }
        String text =
                value instanceof Duration duration
                        ? Durations.text(duration)
                        : value instanceof List<?> list
                                ? list.stream()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(";"))
                                : value instanceof Enum<?> constant
                                        ? constant.name()
                                        : value.toString();
        return '`' + text + '`';
    }
}
