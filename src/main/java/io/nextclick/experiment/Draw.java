package io.nextclick.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The arms that a list is made by.
 *
 * @param arms in order of their experiments' ids
 * @param propensity with which probability the list got these arms, given who takes part
 * @param settings of all arms together
 * @param isolated the experiments and arms whose blends learn by themselves; empty for none
 * @param segments by whose weights they were drawn
 */
public record Draw(
        List<Drawn> arms,
        double propensity,
        ArmSettings settings,
        String isolated,
        List<String> segments) {

    /** No experiment is about the list. */
    public static final Draw NONE = new Draw(List.of(), 1, ArmSettings.NONE, "", List.of());

    private static final char OF_UNIT = ':';
    private static final char OF_LIST = '~';
    private static final char AND = ',';

    /**
     * An arm of an experiment.
     *
     * @param experiment its id
     * @param arm the arm's id
     * @param byList true if each list gets an arm by itself
     */
    public record Drawn(String experiment, String arm, boolean byList) {}

    /**
     * The segments of the person, those first by whose weights arms were drawn: what is left out
     * where there are too many is none of them.
     */
    public List<String> inOrder(String[] segmentsOfPerson) {
        if (segments.isEmpty()) {
            return List.of(segmentsOfPerson);
        }
        Set<String> inOrder = new LinkedHashSet<>(segments);
        inOrder.addAll(Arrays.asList(segmentsOfPerson));
        return List.copyOf(inOrder);
    }

    /**
     * The arms as one text: {@code experiment:arm}, or {@code experiment~arm} where each list gets
     * one by itself; more with commas between; empty for none.
     */
    public String label() {
        if (arms.isEmpty()) {
            return "";
        }
        StringBuilder label = new StringBuilder();
        for (Drawn each : arms) {
            if (!label.isEmpty()) {
                label.append(AND);
            }
            label.append(each.experiment).append(each.byList ? OF_LIST : OF_UNIT).append(each.arm);
        }
        return label.toString();
    }

    /**
     * The arms of a label. What is no label of ours has none: whoever writes events may write what
     * they like into it.
     */
    public static List<Drawn> arms(String label) {
        if (label.isEmpty()) {
            return List.of();
        }
        List<Drawn> arms = new ArrayList<>(2);
        int from = 0;
        while (from <= label.length() && arms.size() < Experiments.MOST_AT_ONCE) {
            int comma = label.indexOf(AND, from);
            int to = comma < 0 ? label.length() : comma;
            add(label.substring(from, to), arms);
            from = to + 1;
        }
        return arms;
    }

    private static void add(String part, List<Drawn> arms) {
        int unit = part.indexOf(OF_UNIT);
        int of = unit < 0 ? part.indexOf(OF_LIST) : unit;
        if (of > 0 && of < part.length() - 1) {
            arms.add(new Drawn(part.substring(0, of), part.substring(of + 1), unit < 0));
        }
    }
}
