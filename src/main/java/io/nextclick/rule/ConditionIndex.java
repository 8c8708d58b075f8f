package io.nextclick.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the rules that an event means something to, without asking all of them. Each different
 * condition is asked at most once an event, and only if the event has the value that the condition
 * requires of the most selective field; so the cost grows with the conditions that could hold and
 * not with the number of rules.
 */
public final class ConditionIndex {

    /** Fields, the most selective first. */
    private static final List<String> FIELDS =
            List.of("item", "category", "brand", "campaign", "page_type", "type");

    private static final int[] NONE = {};

    private final List<Condition> conditions = new ArrayList<>();

    /** For each condition: whose it is, as pairs of place and mask. */
    private final List<List<Use>> uses = new ArrayList<>();

    private String[] fields = {};

    /** For each of the fields: the conditions by the value that they require. */
    private List<Map<String, int[]>> idsByValue = List.of();

    private int[] always = NONE;

    private final long[] masks;
    private final int[] touched;
    private int touchedCount;

    private record Use(int place, long mask) {}

    /**
     * Makes the index of rules.
     *
     * @param rules the rules; an event is answered by their places here
     */
    public ConditionIndex(List<CompiledRule> rules) {
        masks = new long[rules.size()];
        touched = new int[rules.size()];
        Map<String, Integer> byKey = new HashMap<>();
        for (int place = 0; place < rules.size(); place++) {
            for (Map.Entry<Condition, Long> each : rules.get(place).conditions().entrySet()) {
                Condition condition = each.getKey();
                Integer id = byKey.get(condition.key());
                if (id == null) {
                    id = conditions.size();
                    byKey.put(condition.key(), id);
                    conditions.add(condition);
                    uses.add(new ArrayList<>());
                }
                uses.get(id).add(new Use(place, each.getValue()));
            }
        }
        fileAll();
    }

    private void fileAll() {
        Map<String, Map<String, int[]>> byField = new LinkedHashMap<>();
        for (int id = 0; id < conditions.size(); id++) {
            file(conditions.get(id), id, byField);
        }
        fields = byField.keySet().toArray(new String[0]);
        idsByValue = List.copyOf(byField.values());
    }

    private void file(Condition condition, int id, Map<String, Map<String, int[]>> byField) {
        for (String field : FIELDS) {
            for (Condition.Guard guard : condition.guards()) {
                if (guard.field().equals(field)) {
                    Map<String, int[]> byValue =
                            byField.computeIfAbsent(field, name -> new HashMap<>());
                    for (String value : guard.values()) {
                        byValue.merge(value, new int[] {id}, ConditionIndex::joined);
                    }
                    return;
                }
            }
        }
        always = joined(always, new int[] {id});
    }

    private static int[] joined(int[] left, int[] right) {
        int[] both = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }

    /** Takes what an event means to the rules of which a condition holds. */
    @FunctionalInterface
    public interface Touches {
        /**
         * An event means something to a rule.
         *
         * @param place the rule's place
         * @param mask its conditions that hold
         */
        void touch(int place, long mask);
    }

    /** Asks the conditions that could hold of an event; not for two threads at once. */
    public void find(Facts facts, Touches out) {
        touchedCount = 0;
        ask(always, facts);
        for (int i = 0; i < fields.length; i++) {
            String value = facts.field(fields[i]);
            int[] ids = idsByValue.get(i).get(value == null ? "" : value);
            if (ids != null) {
                ask(ids, facts);
            }
        }
        Arrays.sort(touched, 0, touchedCount);
        for (int i = 0; i < touchedCount; i++) {
            int place = touched[i];
            long mask = masks[place];
            masks[place] = 0;
            out.touch(place, mask);
        }
    }

    private void ask(int[] ids, Facts facts) {
        for (int id : ids) {
            if (!conditions.get(id).holds(facts)) {
                continue;
            }
            List<Use> ofCondition = uses.get(id);
            for (int i = 0; i < ofCondition.size(); i++) {
                Use use = ofCondition.get(i);
                if (masks[use.place()] == 0) {
                    touched[touchedCount++] = use.place();
                }
                masks[use.place()] |= use.mask();
            }
        }
    }
}
