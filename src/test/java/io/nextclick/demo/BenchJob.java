package io.nextclick.demo;

import io.nextclick.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The job as the demo runs it, on a broker that is there. */
public final class BenchJob {

    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

    private BenchJob() {}

    /**
     * Runs until the process is ended.
     *
     * @param args the broker, a folder, and one for RocksDB
     */
    public static void main(String[] args) throws Exception {
        Settings settings =
                Settings.of(
                        Map.of(
                                "kafka.bootstrap-servers",
                                args[0],
                                "kafka.create-topics",
                                "true",
                                "similarity.publish-interval",
                                "10 s"));
        try (LocalFlink flink =
                LocalFlink.start(
                        settings,
                        Path.of(args[1]),
                        Path.of(args[2]),
                        FreePort.choose(),
                        CHECKPOINT_INTERVAL)) {
            while (flink.isRunning()) {
                Thread.sleep(CHECKPOINT_INTERVAL.toMillis());
            }
        }
    }
}
