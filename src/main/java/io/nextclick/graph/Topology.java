package io.nextclick.graph;

import io.nextclick.config.Settings;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The job graph, top to bottom in the order of the data. One event makes one pass, and nothing on
 * its way to the list waits for a watermark. Each stage wires its own outputs.
 *
 * <pre>
 *  events, events-json, identity-events, items, rules, policy,
 *  experiments, experiment-results ──► Inputs ──► dead-letters
 *                                                      │
 *           events of devices                      Devices ──► identity
 *                                                      │
 *           events of persons                      Persons ──► sessions, segments, segment-metrics, feedback,
 *                                                      │      feedback-metrics, quality
 *                                                      │
 *           what became of shown lists             Results ──► experiment-results
 *                                                      │
 *           one message an item of the visit        Items ──► similar-items, popular
 *                                                      │
 *           candidates, gathered                    Lists ──► recommendations, policy
 *                                                      │
 *           counts of all of them by the minute    Alarms ──► alarms
 * </pre>
 */
public final class Topology {

    private Topology() {}

    /** Adds the job to an environment. */
    public static void build(
            StreamExecutionEnvironment env, Sources sources, Sinks sinks, Settings settings) {
        Inputs inputs = Inputs.read(env, sources, sinks, settings);
        Devices devices = Devices.of(inputs, sinks, settings);
        Persons persons = Persons.of(devices, inputs.rules(), sinks, settings);
        Results.of(persons.outcomes(), inputs.experiments(), sinks, settings);
        Items items = Items.of(persons.events(), inputs.items(), sinks, settings);
        Lists.of(persons.events(), items, inputs, sinks, settings);
        Alarms.of(inputs, devices, persons, sinks, settings);
    }
}
