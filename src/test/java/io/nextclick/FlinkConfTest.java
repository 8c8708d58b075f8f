package io.nextclick;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ClusterOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.junit.jupiter.api.Test;

/** The settings that are shipped for a cluster: each is one of Flink's, and has a good value. */
class FlinkConfTest {

    private static final List<Class<?>> OPTIONS =
            List.of(
                    CheckpointingOptions.class,
                    ClusterOptions.class,
                    CoreOptions.class,
                    HeartbeatManagerOptions.class,
                    HighAvailabilityOptions.class,
                    JobManagerOptions.class,
                    MetricOptions.class,
                    RestOptions.class,
                    RestartStrategyOptions.class,
                    RocksDBConfigurableOptions.class,
                    RocksDBOptions.class,
                    StateBackendOptions.class,
                    StateRecoveryOptions.class,
                    TaskManagerOptions.class,
                    WebOptions.class);

    private final Configuration shipped = GlobalConfiguration.loadConfiguration("flink-conf");

    @Test
    void each_setting_is_one_of_flinks_and_its_value_can_be_read() throws Exception {
        Map<String, ConfigOption<?>> known = known();
        assertThat(unread(shipped, known)).isEmpty();
        // The guard rejects a key that Flink would pass over, and a value that it would not take.
        Configuration wrong = new Configuration();
        wrong.setString("heartbeat.time-out", "6 s");
        wrong.setString("heartbeat.timeout", "soon");
        assertThat(unread(wrong, known))
                .containsExactlyInAnyOrder("heartbeat.time-out", "heartbeat.timeout");
    }

    private static Set<String> unread(
            Configuration configuration, Map<String, ConfigOption<?>> known) {
        Set<String> unread = new HashSet<>();
        for (String key : configuration.keySet()) {
            ConfigOption<?> option = known.get(key);
            try {
                if (option == null || configuration.get(option) == null) {
                    unread.add(key);
                }
            } catch (IllegalArgumentException e) {
                unread.add(key);
            }
        }
        return unread;
    }

    private static Map<String, ConfigOption<?>> known() throws IllegalAccessException {
        Map<String, ConfigOption<?>> known = new HashMap<>();
        for (Class<?> options : OPTIONS) {
            for (Field field : options.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())
                        && Modifier.isPublic(field.getModifiers())
                        && field.get(null) instanceof ConfigOption<?> option) {
                    known.put(option.key(), option);
                }
            }
        }
        return known;
    }

    @Test
    void java_has_what_the_tests_and_the_demo_run_with() throws Exception {
        String java = shipped.get(CoreOptions.FLINK_JVM_OPTIONS);
        assertThat(java.split(" ")).containsAll(Files.readAllLines(Path.of("src/build/jvm.args")));
    }

    @Test
    void every_port_is_on_loopback_until_somebody_says_where() {
        assertThat(shipped.get(JobManagerOptions.BIND_HOST)).isEqualTo("localhost");
        assertThat(shipped.get(TaskManagerOptions.BIND_HOST)).isEqualTo("localhost");
        assertThat(shipped.get(RestOptions.BIND_ADDRESS)).isEqualTo("localhost");
        assertThat(shipped.get(WebOptions.SUBMIT_ENABLE)).isFalse();
        assertThat(shipped.get(WebOptions.CANCEL_ENABLE)).isFalse();
    }

    @Test
    void storage_that_is_away_for_two_minutes_restarts_nothing() {
        assertThat(
                        shipped.get(CheckpointingOptions.CHECKPOINTING_INTERVAL)
                                .multipliedBy(
                                        shipped.get(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER)))
                .isGreaterThanOrEqualTo(java.time.Duration.ofMinutes(2));
    }
}
