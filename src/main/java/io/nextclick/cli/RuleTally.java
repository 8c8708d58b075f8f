package io.nextclick.cli;

import io.nextclick.segment.SegmentChange;
import java.io.Serializable;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What a rule did in a back-test. */
final class RuleTally {

    private final BitSet persons = new BitSet();
    private long entries;
    private long refreshes;
    private long exits;
    private long firstMillis = Long.MAX_VALUE;
    private long lastMillis = Long.MIN_VALUE;
    private long pending;

    /**
     * The figures of a rule.
     *
     * @param ruleKey the rule among all sites
     * @param persons persons with a match
     * @param entries memberships that began
     * @param refreshes memberships that were prolonged
     * @param exits memberships that ended
     * @param firstMillis time of the first match, ms since the epoch
     * @param lastMillis time of the last
     * @param pending memberships that would begin after the end of the log if nothing more happened
     */
    record Row(
            String ruleKey,
            int persons,
            long entries,
            long refreshes,
            long exits,
            long firstMillis,
            long lastMillis,
            long pending)
            implements Serializable {

        /** A rule that did nothing. */
        static Row none(String ruleKey) {
            return new Row(ruleKey, 0, 0, 0, 0, 0, 0, 0);
        }

        /** Memberships at the end of the log. */
        long members() {
            return entries - exits;
        }
    }

    /** The tallies of all rules. */
    static final class Set {
        private final long endMillis;
        private final Map<String, Long> lengths;
        private final Map<String, Integer> persons = new HashMap<>();
        private final Map<String, RuleTally> rules = new TreeMap<>();

        /**
         * @param endMillis to this time changes count
         * @param lengths how long a match of each rule lasts, ms
         */
        Set(long endMillis, Map<String, Long> lengths) {
            this.endMillis = endMillis;
            this.lengths = lengths;
        }

        /**
         * Counts a change.
         *
         * @param emittedMillis when it was emitted, in event time
         */
        void add(SegmentChange change, long emittedMillis) {
            // A refresh may be emitted only when the membership would have ended.
            long length = lengths.getOrDefault(change.ruleKey(), 0L);
            long matched = Math.min(emittedMillis, change.expiresAtMillis() - length);
            int person = persons.computeIfAbsent(change.personKey(), key -> persons.size());
            rules.computeIfAbsent(change.ruleKey(), key -> new RuleTally())
                    .add(change, person, matched, emittedMillis > endMillis);
        }

        /** The figures, by rule. */
        Map<String, Row> rows() {
            Map<String, Row> rows = new TreeMap<>();
            rules.forEach((key, tally) -> rows.put(key, tally.row(key)));
            return rows;
        }
    }

    private void add(SegmentChange change, int person, long matchMillis, boolean afterEnd) {
        if (afterEnd) {
            pending += change.kind() == SegmentChange.Kind.ENTER ? 1 : 0;
            return;
        }
        if (change.kind() == SegmentChange.Kind.EXIT) {
            exits++;
            return;
        }
        boolean enters = change.kind() == SegmentChange.Kind.ENTER;
        entries += enters ? 1 : 0;
        refreshes += enters ? 0 : 1;
        long millis = Math.max(change.enteredAtMillis(), enters ? 0 : matchMillis);
        firstMillis = Math.min(firstMillis, millis);
        lastMillis = Math.max(lastMillis, millis);
        persons.set(person);
    }

    private Row row(String key) {
        return new Row(
                key,
                persons.cardinality(),
                entries,
                refreshes,
                exits,
                firstMillis,
                lastMillis,
                pending);
    }
}
