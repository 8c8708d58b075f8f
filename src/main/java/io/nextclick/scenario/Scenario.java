package io.nextclick.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A file of records and what to do between them, read and checked as a whole.
 *
 * @param name the file's name without its ending
 * @param steps what its lines ask for, in their order
 */
record Scenario(String name, List<Step> steps) {

    /**
     * Reads a file.
     *
     * @param defaults options of the job that the file's go on top of
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException with all that is wrong, one fault a line, each with its line
     *     in the file
     */
    static Scenario read(Path file, Map<String, String> defaults) throws IOException {
        List<String> faults = new ArrayList<>();
        ScenarioReader reader = new ScenarioReader(defaults);
        List<Step> steps = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            try {
                steps.addAll(reader.read(number, line));
            } catch (IllegalArgumentException e) {
                faults.add("%s, line %d: %s".formatted(file, number, e.getMessage()));
            }
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        String base = String.valueOf(file.getFileName());
        int dot = base.lastIndexOf('.');
        return new Scenario(dot > 0 ? base.substring(0, dot) : base, List.copyOf(steps));
    }

    /** The most subtasks that the file asks for; 0 if it does not. */
    int parallelism() {
        return steps.stream()
                .mapToInt(step -> step instanceof Step.Start start ? start.parallelism() : 0)
                .max()
                .orElse(0);
    }
}
