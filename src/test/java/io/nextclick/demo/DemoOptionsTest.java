package io.nextclick.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nextclick.event.EventType;
import io.nextclick.log.LogFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoOptionsTest {

    private static Properties with(String... pairs) {
        Properties properties = new Properties();
        for (int i = 0; i < pairs.length; i += 2) {
            properties.setProperty(pairs[i], pairs[i + 1]);
        }
        return properties;
    }

    @Test
    void without_options_a_shop_is_generated_in_real_time_for_ever() {
        DemoOptions options = DemoOptions.of(with("seconds", "", "replay", ""));
        assertThat(options.duration()).isNull();
        assertThat(options.replay()).isNull();
        assertThat(options.speed()).isEqualTo(1);
        assertThat(options.asFastAsPossible()).isFalse();
    }

    @Test
    void all_options_are_read() {
        DemoOptions options =
                DemoOptions.of(
                        with(
                                "seconds", "1.5", "replay", "log.csv", "format", "taobao", "speed",
                                "0", "seed", "7", "rate", "50", "webport", "8081"));
        assertThat(options.duration()).isEqualTo(Duration.ofMillis(1_500));
        assertThat(options.format()).isEqualTo(LogFormat.TAOBAO);
        assertThat(options.asFastAsPossible()).isTrue();
        assertThat(options.seed()).isEqualTo(7);
        assertThat(options.rate()).isEqualTo(50);
        assertThat(options.webPort()).isEqualTo(8_081);
    }

    @Test
    void all_faults_are_named_at_once() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                DemoOptions.of(
                                        with(
                                                "seconds", "many", "replay", "log.csv", "rate", "0",
                                                "speed", "-1", "webport", "70000")))
                .withMessageContainingAll(
                        "Invalid value 'many' for 'seconds': must be 0 or more",
                        "Missing value for 'format': must be one of rees46",
                        "Invalid value '0' for 'rate': must be above 0",
                        "Invalid value '-1' for 'speed': must be 0 or more",
                        "Invalid value '70000' for 'webport': must be a whole number between 0 and");
    }

    @Test
    void a_tag_breaks_only_if_it_is_asked_for() {
        assertThat(DemoOptions.of(with("break-type", "CLICK")).tag()).isEqualTo(BrokenTag.NONE);
        assertThat(DemoOptions.of(with("break-tag", "90.5")).tag())
                .isEqualTo(
                        new BrokenTag(
                                EventType.ADD_TO_CART, BrokenTag.AFTER, Duration.ofMillis(90_500)));
        assertThat(DemoOptions.of(with("break-tag", "9", "break-type", "IMPRESSION")).tag().type())
                .isEqualTo(EventType.IMPRESSION);
    }

    @Test
    void a_tag_that_there_is_not_cannot_break() {
        for (String[] other :
                List.of(
                        new String[] {"replay", "log.csv", "format", "rees46"},
                        new String[] {"speed", "0"})) {
            Properties properties = with(other);
            properties.setProperty("break-tag", "60");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DemoOptions.of(properties))
                    .withMessage(
                            "Invalid value '60.0' for 'break-tag': must be 0 unless a shop is"
                                    + " generated at speed 1");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DemoOptions.of(with("break-tag", "-1", "break-type", "LOGIN")))
                .withMessageContainingAll(
                        "'-1' for 'break-tag'", "'LOGIN' for 'break-type': must be one of ADD_TO");
    }

    @Test
    void an_unknown_format_is_named_with_those_there_are() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DemoOptions.of(with("replay", "log.csv", "format", "xml")))
                .withMessageContaining("Invalid value 'xml' for 'format': must be one of rees46")
                .withMessageNotContaining("Missing");
    }

    @Test
    void a_file_of_wrong_options_of_the_job_is_a_fault(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("job.properties"), "recommend.size=many");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DemoOptions.of(with("config", file.toString(), "seed", "1.5")))
                .withMessageContainingAll("for 'config': ", "recommend.size", "'1.5' for 'seed'");
    }

    @Test
    void the_readme_names_every_option() throws Exception {
        assertThat(Files.readString(Path.of("README.md")))
                .contains(
                        DemoOptions.OPTIONS.options().stream()
                                .map(option -> "-D" + option.key() + '=')
                                .toList());
    }
}
