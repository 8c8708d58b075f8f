package io.nextclick.verdict;

import java.util.List;

/**
 * How large an experiment has to be.
 *
 * @param units of each arm, the control first
 * @param days in which they come
 */
public record Plan(List<Long> units, double days) {

    /** Units of all arms. */
    public long total() {
        return units.stream().mapToLong(Long::longValue).sum();
    }
}
