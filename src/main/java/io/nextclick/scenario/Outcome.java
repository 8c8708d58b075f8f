package io.nextclick.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What came of a run.
 *
 * @param records by topic, in the order in which they came
 * @param faults expectations that were not met, one a line
 * @param quiet false if something still came when the time was over
 */
record Outcome(Map<String, List<OutputRecord>> records, List<String> faults, boolean quiet) {

    /** Writes a file a topic, with a line a record. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, List<OutputRecord>> topic : records.entrySet()) {
            Files.write(
                    folder.resolve(topic.getKey() + ".jsonl"),
                    topic.getValue().stream().map(OutputRecord::toJson).toList());
        }
    }
}
