package io.nextclick.testkit;

import io.nextclick.PersonalizationJob;
import io.nextclick.config.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job on a real broker: two subtasks an operator, RocksDB, a checkpoint a second. */
public final class JobOnKafka {

    private JobOnKafka() {}

    /**
     * Starts a job that has neither a savepoint nor a checkpoint.
     *
     * @param options of the job, beyond where the broker is
     */
    public static JobClient start(String bootstrapServers, Map<String, String> options)
            throws Exception {
        Map<String, String> all = new HashMap<>(options);
        all.put("kafka.bootstrap-servers", bootstrapServers);
        all.put("kafka.create-topics", "true");
        Configuration configuration = PersonalizationJob.flinkDefaults();
        configuration.setString("state.backend.type", "rocksdb");
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(2);
        return PersonalizationJob.start(env, Settings.of(all));
    }
}
