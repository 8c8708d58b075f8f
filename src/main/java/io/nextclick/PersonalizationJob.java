package io.nextclick;

import io.nextclick.config.Settings;
import io.nextclick.graph.Topology;
import io.nextclick.kafka.KafkaConnectors;
import io.nextclick.kafka.KafkaTopics;
import io.nextclick.kafka.KafkaTopics.KafkaUnavailableException;
import io.nextclick.option.SettingsException;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.CheckpointConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job's entry point: arguments, settings, connectors, graph, go. */
public final class PersonalizationJob {

    private PersonalizationJob() {}

    /**
     * Starts the job.
     *
     * @param args {@code --config FILE} and {@code --key value} pairs; docs/configuration.md has
     *     the keys
     */
    public static void main(String[] args) throws Exception {
        try {
            Settings settings = Settings.load(args, System.getenv());
            start(StreamExecutionEnvironment.getExecutionEnvironment(flinkDefaults()), settings);
        } catch (SettingsException | KafkaUnavailableException e) {
            System.err.println("nextclick: " + e.getMessage());
            throw e;
        }
    }

    /**
     * Checks Kafka, builds the graph and submits it.
     *
     * @throws KafkaUnavailableException if no broker answers or topics are missing
     * @throws SettingsException if the settings ask for what Flink's own do not give
     */
    public static JobClient start(StreamExecutionEnvironment env, Settings settings)
            throws Exception {
        if (settings.kafka().guarantee() == DeliveryGuarantee.EXACTLY_ONCE) {
            checkTransactions(env.getCheckpointConfig(), settings.kafka().transactionTimeout());
        }
        KafkaTopics.ensure(settings.kafka())
                .forEach(warning -> System.err.println("nextclick: warning: " + warning));
        KafkaConnectors kafka = new KafkaConnectors(settings.kafka(), settings.codec());
        env.setMaxParallelism(settings.maxParallelism());
        env.setBufferTimeout(settings.bufferTimeout().toMillis());
        Topology.build(env, kafka::source, kafka::write, settings);
        return env.executeAsync("nextclick");
    }

    /**
     * A transaction is open from one checkpoint until the next is complete, be that the slowest.
     */
    private static void checkTransactions(CheckpointConfig checkpoints, Duration timeout) {
        if (!checkpoints.isCheckpointingEnabled()) {
            throw SettingsException.of(
                    "Invalid value 'EXACTLY_ONCE' for 'kafka.delivery-guarantee': must go with"
                            + " execution.checkpointing.interval in Flink's configuration");
        }
        Duration longest =
                Duration.ofMillis(
                        checkpoints.getCheckpointInterval() + checkpoints.getCheckpointTimeout());
        if (timeout.compareTo(longest) <= 0) {
            throw SettingsException.of(
                    ("Invalid value '%d s' for 'kafka.transaction-timeout': must be above"
                                    + " execution.checkpointing.interval and timeout together, %d s;"
                                    + " else the broker aborts what is not committed yet")
                            .formatted(timeout.toSeconds(), longest.toSeconds()));
        }
    }

    /** What the graph relies on, whatever the cluster's own configuration says. */
    public static Configuration flinkDefaults() {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        return configuration;
    }
}
