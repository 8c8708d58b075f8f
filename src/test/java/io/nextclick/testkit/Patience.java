package io.nextclick.testkit;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.client.cli.ClientOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RpcOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * How long a test waits for what it expects: until something hangs. No test is about how fast a
 * machine is.
 */
public final class Patience {

    /** For annotations. */
    public static final int MINUTES = 10;

    /** The longest wait. */
    public static final Duration LONGEST = Duration.ofMinutes(MINUTES);

    /** The same as an option of the job or a setting of Flink. */
    public static final String OPTION = MINUTES + " min";

    private Patience() {}

    /** Waits in this thread, since consumers and harnesses belong to one. */
    public static ConditionFactory await(String what) {
        return Awaitility.await(what)
                .atMost(LONGEST)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .pollInSameThread();
    }

    /** Lets parts of a cluster that are slow be slow, instead of taking them for lost. */
    public static Configuration ofFlink(Configuration configuration) {
        configuration.set(RpcOptions.ASK_TIMEOUT_DURATION, LONGEST);
        configuration.set(RpcOptions.LOOKUP_TIMEOUT_DURATION, LONGEST);
        configuration.set(ClientOptions.CLIENT_TIMEOUT, LONGEST);
        configuration.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, LONGEST);
        configuration.set(JobManagerOptions.SLOT_REQUEST_TIMEOUT, LONGEST);
        configuration.set(TaskManagerOptions.SLOT_TIMEOUT, LONGEST);
        return configuration;
    }

    /** What a future becomes. */
    public static <T> T get(Future<T> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(MINUTES, TimeUnit.MINUTES);
    }
}
