package io.nextclick.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nextclick.event.Surface;
import io.nextclick.kafka.KafkaOptions;
import io.nextclick.kafka.KafkaSettings.StartFrom;
import io.nextclick.option.Option;
import io.nextclick.option.SettingsException;
import io.nextclick.recommend.SurfaceSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    private static List<String> faults(Map<String, String> options) {
        return catchThrowableOfType(SettingsException.class, () -> Settings.of(options)).faults();
    }

    @Test
    void the_defaults_are_valid() {
        Settings settings = Settings.defaults();
        assertThat(settings.kafka().bootstrapServers()).isEqualTo("localhost:9092");
        assertThat(settings.session().gapMillis()).isEqualTo(1_800_000);
        assertThat(settings.recommend().size()).isEqualTo(20);
        assertThat(settings.codec().registryUrl()).isNull();
    }

    @Test
    void options_of_every_type_are_read() {
        Settings settings =
                Settings.of(
                        Map.of(
                                "kafka.start-from", "latest",
                                "kafka.delivery-guarantee", "exactly-once",
                                "session.gap", "45 min",
                                "recommend.size", "7",
                                "recommend.recency-decay", "0.5",
                                "recommend.other.repeats", "NONE",
                                "kafka.client.security.protocol", "SSL"));
        assertThat(settings.kafka().startFrom()).isEqualTo(StartFrom.LATEST);
        assertThat(settings.kafka().guarantee()).isEqualTo(DeliveryGuarantee.EXACTLY_ONCE);
        assertThat(settings.session().gapMillis()).isEqualTo(Duration.ofMinutes(45).toMillis());
        assertThat(settings.recommend().size()).isEqualTo(7);
        assertThat(settings.recommend().recencyDecay()).isEqualTo(0.5);
        assertThat(settings.recommend().surfaces().get(Surface.OTHER))
                .isEqualTo(new SurfaceSettings(SurfaceSettings.Repeats.NONE, 0, 0, 0.1));
        assertThat(settings.kafka().client())
                .containsExactly(Map.entry("security.protocol", "SSL"));
    }

    @Test
    void the_file_comes_first_then_the_arguments_then_the_environment(@TempDir Path folder)
            throws Exception {
        Path file = folder.resolve("job.properties");
        Files.writeString(file, "recommend.size=1\nsession.recent-items=2\nkafka.group-id=file\n");
        Settings settings =
                Settings.load(
                        new String[] {
                            "--config", file.toString(),
                            "--session.recent-items", "3",
                            "--kafka.group-id", "arguments"
                        },
                        Map.of("NEXTCLICK_KAFKA_GROUP_ID", "environment", "PATH", "/bin"));
        assertThat(settings.recommend().size()).isEqualTo(1);
        assertThat(settings.session().recentItems()).isEqualTo(3);
        assertThat(settings.kafka().groupId()).isEqualTo("environment");
    }

    @Test
    void what_only_kafka_knows_comes_from_the_environment_too() {
        Settings settings =
                Settings.load(
                        new String[] {"--kafka.client.security.protocol", "PLAINTEXT"},
                        Map.of(
                                "NEXTCLICK_KAFKA_CLIENT_SECURITY_PROTOCOL",
                                "SASL_SSL",
                                "NEXTCLICK_KAFKA_CLIENT_SASL_JAAS_CONFIG",
                                "secret",
                                "NEXTCLICK_KAFKA_CLIENTS",
                                "none"));
        assertThat(settings.kafka().client())
                .containsOnly(
                        Map.entry("security.protocol", "SASL_SSL"),
                        Map.entry("sasl.jaas.config", "secret"));
        assertThat(settings.toString()).doesNotContain("secret");
    }

    @Test
    void all_faults_are_reported_at_once_each_with_key_value_and_what_is_allowed() {
        assertThat(
                        faults(
                                Map.of(
                                        "recommend.size", "0",
                                        "session.gap", "soon",
                                        "kafka.start-from", "yesterday",
                                        "recomend.size", "5")))
                .containsExactlyInAnyOrder(
                        "Invalid value '0' for 'recommend.size': must be a whole number between 1"
                                + " and 500",
                        "Invalid value 'soon' for 'session.gap': must be between 1 ms and 7 d",
                        "Invalid value 'yesterday' for 'kafka.start-from': must be EARLIEST or"
                                + " LATEST",
                        "Unknown option 'recomend.size': must be one of docs/configuration.md");
    }

    @Test
    void options_that_contradict_each_other_are_faults() {
        assertThat(
                        faults(
                                Map.of(
                                        "popularity.published", "300",
                                        "state.cached-objects", "10",
                                        "kafka.topic.sessions", "items",
                                        "session.person-ttl", "30 min",
                                        "dead-letters.max-bytes", "1000000",
                                        "schema.directory", "/no/such/folder",
                                        "schema.registry.url", "registry:8081")))
                .hasSize(7);
    }

    @Test
    void bounds_of_time_and_of_passive_events_fit_each_other() {
        assertThat(faults(Map.of("quality.max-future", "1 min")))
                .containsExactly(
                        "Invalid value '2 min' for 'quality.max-clock-skew': must be at most"
                                + " quality.max-future=1 min");
        assertThat(faults(Map.of("session.max-passive-events", "500")))
                .containsExactly(
                        "Invalid value '600' for 'quality.max-passive-events-per-minute': must be"
                                + " at most session.max-passive-events=500");
    }

    @Test
    void every_option_refuses_a_value_outside_of_what_it_says() {
        for (Option<?> option : Options.all()) {
            Class<?> type =
                    option.option().defaultValue() == null
                            ? String.class
                            : option.option().defaultValue().getClass();
            String wrong = type == String.class ? " " : "certainly wrong";
            assertThat(faults(Map.of(option.key(), wrong)))
                    .as(option.key())
                    .anySatisfy(
                            fault -> assertThat(fault).contains(option.key(), option.allowed()));
        }
    }

    @Test
    void a_missing_file_and_a_lone_word_are_faults() {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(
                        () -> Settings.load(new String[] {"--config", "/no/such/file"}, Map.of()))
                .withMessageContaining("/no/such/file");
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> Settings.load(new String[] {"lonely"}, Map.of()))
                .withMessageContaining("--key value");
    }

    @Test
    void an_environment_variable_is_named_after_its_option() {
        assertThat(KafkaOptions.BOOTSTRAP_SERVERS.environmentVariable())
                .isEqualTo("NEXTCLICK_KAFKA_BOOTSTRAP_SERVERS");
    }
}
