package io.nextclick.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.option.Durations;
import io.nextclick.option.Option;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} is made of the options; {@code -Ddocs.write=true} writes it. */
class ConfigurationPageTest {

    private static final Path PAGE = Path.of("docs/configuration.md");

    @Test
    void the_page_says_what_the_options_are() throws Exception {
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, page());
        }
        assertThat(Files.readString(PAGE))
                .as("run: mvn test -Dtest=ConfigurationPageTest -Ddocs.write=true")
                .isEqualTo(page());
    }

    private static String page() {
        StringBuilder page =
                new StringBuilder(
                        """
                        # Configuration

                        Options come from a properties file (`--config FILE`), then the command line (`--key value`),
                        then the environment; each overrides the one before. All faults are reported at once, each with its
                        key, its value and what it must be. Flink's own settings are Flink's: see `flink-conf/config.yaml`.

                        Keys that begin with `kafka.client.` go to every Kafka client as they are, for example
                        `kafka.client.security.protocol`. They are never logged.

                        This page is made of the options by a test: `mvn test -Dtest=ConfigurationPageTest -Ddocs.write=true`.

                        | key | default | allowed | what it does |
                        |---|---|---|---|
                        """);
        for (Option<?> option : Options.all()) {
            page.append(
                    "| `%s`<br>`%s` | %s | %s | %s |%n"
                            .formatted(
                                    option.key(),
                                    option.environmentVariable(),
                                    text(option.option().defaultValue()),
                                    option.allowed(),
                                    option.description()));
        }
        return page.toString();
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
