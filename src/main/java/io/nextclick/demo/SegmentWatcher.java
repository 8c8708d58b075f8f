package io.nextclick.demo;

import io.nextclick.contract.SegmentReader;
import io.nextclick.contract.SegmentReader.ReadMembership;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds what the compacted topic of segments holds: who is in which segment. */
final class SegmentWatcher implements BiConsumer<String, byte @Nullable []> {

    private static final int NAMED = 4;

    private final SegmentReader reader = new SegmentReader();
    private final Map<String, ReadMembership> held = new HashMap<>();

    @Override
    public synchronized void accept(String key, byte @Nullable [] value) {
        if (value == null) {
            held.remove(key);
        } else {
            held.put(key, reader.read(value));
        }
    }

    /** How many memberships there are. */
    synchronized int memberships() {
        return held.size();
    }

    /** The figures in a line: persons, and the rules with most members. */
    synchronized String inWords() {
        Set<String> persons = new HashSet<>();
        Map<String, Integer> byRule = new HashMap<>();
        for (ReadMembership membership : held.values()) {
            persons.add(membership.personId());
            byRule.merge(membership.ruleId(), 1, Integer::sum);
        }
        List<Map.Entry<String, Integer>> rules =
                byRule.entrySet().stream()
                        .sorted(
                                Map.Entry.<String, Integer>comparingByValue(
                                                Comparator.reverseOrder())
                                        .thenComparing(Map.Entry.comparingByKey()))
                        .toList();
        String named =
                rules.stream()
                        .limit(NAMED)
                        .map(each -> "%s %,d".formatted(each.getKey(), each.getValue()))
                        .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "%,d persons%s%s",
                persons.size(),
                named.isEmpty() ? "" : ": " + named,
                rules.size() > NAMED ? ", …" : "");
    }
}
