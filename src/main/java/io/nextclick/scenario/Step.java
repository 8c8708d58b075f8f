package io.nextclick.scenario;

import io.nextclick.contract.Topic;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a line of a scenario asks for. */
sealed interface Step {

    /** Its line in the file, from 1. */
    int line();

    /**
     * Options of the job from its next start on, with those before.
     *
     * @param given all options so far
     */
    record Options(int line, Map<String, String> given) implements Step {}

    /**
     * A record.
     *
     * @param key its key, or null
     * @param value its value, in which {@value Clock#NOW} is still to be replaced; null for a
     *     tombstone
     * @param millis its time; null for the time of the event, or else of now
     * @param partition where it goes; null goes by the key
     */
    record Send(
            int line,
            Topic<?> topic,
            @Nullable String key,
            @Nullable String value,
            @Nullable Long millis,
            @Nullable Integer partition)
            implements Step {}

    /**
     * An event of nobody else's to every partition, so that event time passes.
     *
     * @param millis the events' time and the records'
     */
    record Tick(int line, long millis) implements Step {}

    /**
     * Waits for a time.
     *
     * @param millis how long
     */
    record Wait(int line, long millis) implements Step {}

    /**
     * Waits until all was read and nothing more comes out.
     *
     * @param millis at most so long
     */
    record Settle(int line, long millis) implements Step {}

    /** Stops the job with a savepoint. */
    record Stop(int line) implements Step {}

    /**
     * Starts the job, from the savepoint if there is one.
     *
     * @param parallelism of the job; 0 for that of the run
     */
    record Start(int line, int parallelism) implements Step {}

    /**
     * Says how many records there are so far.
     *
     * @param label said before
     */
    record Dump(int line, String label) implements Step {}

    /**
     * Compares what came out.
     *
     * @param expectation what should have
     */
    record Expect(int line, Expectation expectation) implements Step {}
}
