package io.nextclick;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nextclick.config.Settings;
import io.nextclick.kafka.KafkaTopics.KafkaUnavailableException;
import io.nextclick.option.SettingsException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

/** What is refused before anything is asked of Kafka. */
class PersonalizationJobTest {

    private static void start(Configuration flink, String... options) throws Exception {
        Map<String, String> all = new HashMap<>();
        all.put("kafka.bootstrap-servers", "127.0.0.1:1");
        all.put("kafka.start-timeout", "100 ms");
        all.put("kafka.delivery-guarantee", "EXACTLY_ONCE");
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        flink.addAll(PersonalizationJob.flinkDefaults());
        PersonalizationJob.start(
                StreamExecutionEnvironment.getExecutionEnvironment(flink), Settings.of(all));
    }

    private static Configuration checkpoints(Duration interval, Duration timeout) {
        Configuration flink = new Configuration();
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, interval);
        flink.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, timeout);
        return flink;
    }

    @Test
    void exactly_once_without_checkpoints_is_refused() {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> start(new Configuration()))
                .withMessageContaining("'EXACTLY_ONCE' for 'kafka.delivery-guarantee'");
    }

    @Test
    void a_transaction_that_a_slow_checkpoint_would_outlive_is_refused() {
        Configuration flink = checkpoints(Duration.ofSeconds(10), Duration.ofMinutes(2));
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> start(flink, "kafka.transaction-timeout", "130 s"))
                .withMessageContaining("'130 s' for 'kafka.transaction-timeout'")
                .withMessageContaining("130 s;");
    }

    @Test
    void one_that_is_longer_is_taken_and_kafka_is_asked_next() {
        Configuration flink = checkpoints(Duration.ofSeconds(10), Duration.ofMinutes(2));
        assertThatExceptionOfType(KafkaUnavailableException.class)
                .isThrownBy(() -> start(flink, "kafka.transaction-timeout", "131 s"));
    }
}
