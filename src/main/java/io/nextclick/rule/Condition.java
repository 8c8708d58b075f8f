package io.nextclick.rule;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A condition of a rule, ready to be asked. */
public final class Condition {

    private static final String PRICE = "event.price";

    private final String text;
    private final List<Guard> guards;
    private final List<Comparison> comparisons;
    private final boolean sufficient;
    private final Program program;
    private final @Nullable String currency;

    /**
     * @param guards conjuncts that are equalities of a text
     * @param comparisons conjuncts that are comparisons of a number
     * @param sufficient true if there are no others
     * @param program the whole
     */
    Condition(
            String text,
            List<Guard> guards,
            List<Comparison> comparisons,
            boolean sufficient,
            Program program) {
        this.text = text;
        this.guards = List.copyOf(guards);
        this.comparisons = List.copyOf(comparisons);
        this.sufficient = sufficient;
        this.program = program;
        this.currency = null;
    }

    private Condition(Condition same, String currency) {
        text = same.text;
        guards = same.guards;
        comparisons = same.comparisons;
        sufficient = same.sufficient;
        program = same.program;
        this.currency = currency;
    }

    /** The condition as a rule asks it whose prices are in a currency. */
    Condition in(String ofRule) {
        return text.contains(PRICE) ? new Condition(this, ofRule) : this;
    }

    /**
     * What must hold, among other things, if the condition does.
     *
     * @param field field of the event, as {@link Facts#field} names it
     * @param values the field has one of them
     */
    public record Guard(String field, Set<String> values) {}

    /** The condition as it was written. */
    public String text() {
        return text;
    }

    /** What it asks: two with the same key have the same answer. */
    String key() {
        return currency == null ? text : currency + ' ' + text;
    }

    /** Equalities that hold wherever the condition holds; rules are found by them. */
    public List<Guard> guards() {
        return guards;
    }

    /**
     * Asks the condition. What cannot be answered does not hold, and its contrary does not either:
     * an attribute that the event does not have, a number that is not known, a price in another
     * currency than the rule's.
     */
    public boolean holds(Facts facts) {
        boolean comparable = currency == null || facts.isPricedIn(currency);
        return answer(comparable ? facts : facts.withoutPrice());
    }

    private boolean answer(Facts facts) {
        for (int i = 0; i < comparisons.size(); i++) {
            if (!comparisons.get(i).holds(facts)) {
                return false;
            }
        }
        for (int i = 0; i < guards.size(); i++) {
            Guard guard = guards.get(i);
            String value = facts.field(guard.field());
            boolean unknown = facts.recalled() && !facts.isKnown("event." + guard.field());
            if (unknown || !guard.values().contains(value == null ? "" : value)) {
                return false;
            }
        }
        return sufficient || holdsInCel(facts);
    }

    /** The answer of CEL to the whole condition. */
    boolean holdsInCel(Facts facts) {
        try {
            return Boolean.TRUE.equals(program.eval(facts));
        } catch (CelEvaluationException e) {
            return false;
        }
    }
}
