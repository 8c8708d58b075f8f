package io.nextclick.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.nextclick.event.Money;
import io.nextclick.event.SiteKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.flink.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/**
 * Reads a rule from YAML or JSON and finds all that is wrong with it. First its shape is held
 * against the JSON schema, then what it says is checked: conditions by the compiler of {@link
 * ConditionLanguage}, the rest by {@link RuleCheck} and {@link PatternCheck}.
 */
public final class RuleReader {

    private static final String SCHEMA = "/rules/rule.schema.json";
    private static final long DAY_MILLIS = 86_400_000;
    private static final long DEFAULT_MEMBERSHIP = 30 * DAY_MILLIS;
    private static final long MAX_MILLIS = 400 * DAY_MILLIS;

    private final DefinitionReader<RuleDocument> reader =
            new DefinitionReader<>(SCHEMA, RuleDocument.class);
    private final ConditionLanguage language;
    private final String defaultCurrency;

    /**
     * @param language compiles the conditions
     */
    public RuleReader(ConditionLanguage language) {
        this(language, Money.DEFAULT_CURRENCY);
    }

    /**
     * @param language compiles the conditions
     * @param defaultCurrency of rules that state none
     */
    public RuleReader(ConditionLanguage language, String defaultCurrency) {
        this.language = language;
        this.defaultCurrency = defaultCurrency;
    }

    /**
     * What came of reading a rule.
     *
     * @param rule the rule, or null if anything is wrong with it
     * @param text the rule as one line of JSON; empty if it is not readable at all
     * @param faults all that is wrong, up to a bound
     */
    public record Reading(@Nullable Rule rule, String text, List<RuleFault> faults) {}

    /** Reads a rule written in YAML, of which JSON is a part. */
    public Reading read(String text) {
        DefinitionReader.Reading<RuleDocument> read = reader.read(text);
        return new Reading(read.meaning(this::rule), read.text(), read.faults());
    }

    private Rule rule(RuleDocument document, List<RuleFault> faults) {
        EventPattern pattern = pattern(document.pattern(), faults);
        RuleDocument.ExitDocument exit = document.exit();
        String exitWhen = exit == null ? null : exit.when();
        List<String> exits = exit == null || exit.segments() == null ? List.of() : exit.segments();
        Rule.Id id =
                new Rule.Id(
                        document.site() == null ? SiteKey.DEFAULT_SITE : document.site(),
                        document.ruleId(),
                        document.version(),
                        document.name() == null ? document.ruleId() : document.name());
        long from =
                DefinitionReader.millis(
                        document.validFrom(), Long.MIN_VALUE, "/valid_from", faults);
        long until =
                DefinitionReader.millis(
                        document.validUntil(), Long.MAX_VALUE, "/valid_until", faults);
        boolean keep = "keep".equals(document.onChange());
        String currency = document.currency() == null ? defaultCurrency : document.currency();
        Rule rule =
                new Rule(
                        id,
                        document.kind(),
                        document.priority(),
                        new Rule.Validity(
                                document.enabled() == null || document.enabled(), from, until),
                        keep ? Rule.OnChange.KEEP : Rule.OnChange.RESTART,
                        document.partition(),
                        currency,
                        pattern,
                        millis(document.membership(), DEFAULT_MEMBERSHIP, "/membership", faults),
                        new Rule.Exit(exitWhen, exits),
                        ActionReader.actions(document, currency, faults));
        RuleCheck.check(rule, language, faults);
        return rule;
    }

    private static EventPattern pattern(
            RuleDocument.PatternDocument document, List<RuleFault> faults) {
        List<Stage> stages = new ArrayList<>();
        for (RuleDocument.StageDocument stage : document.stages()) {
            stages.add(stage(stage, "/pattern/stages/" + stages.size(), faults));
        }
        JsonNode after = document.afterMatch();
        EventPattern.Skip skip = EventPattern.Skip.NONE;
        String skipTo = null;
        if (after != null && after.isTextual()) {
            skip =
                    switch (after.textValue()) {
                        case "skip_to_next" -> EventPattern.Skip.TO_NEXT;
                        case "skip_past_last_event" -> EventPattern.Skip.PAST_LAST_EVENT;
                        default -> EventPattern.Skip.NONE;
                    };
        } else if (after != null && after.isObject()) {
            boolean first = after.has("skip_to_first");
            skip = first ? EventPattern.Skip.TO_FIRST : EventPattern.Skip.TO_LAST;
            skipTo = after.path(first ? "skip_to_first" : "skip_to_last").textValue();
        }
        long within = millis(document.within(), 0, "/pattern/within", faults);
        return new EventPattern(stages, within, skip, skipTo);
    }

    private static Stage stage(
            RuleDocument.StageDocument document, String place, List<RuleFault> faults) {
        int from = 1;
        int to = 1;
        JsonNode times = document.times();
        if (times != null && times.isInt()) {
            from = times.intValue();
            to = from;
        } else if (times != null && times.isTextual()) {
            String text = times.textValue();
            int dots = text.indexOf("..");
            from = Integer.parseInt(dots < 0 ? text.replace("+", "") : text.substring(0, dots));
            to = dots < 0 ? Stage.UNBOUNDED : Integer.parseInt(text.substring(dots + 2));
        }
        return new Stage(
                document.name(),
                document.when(),
                contiguity(document.contiguity()),
                document.absent(),
                document.optional(),
                new Stage.Times(
                        from,
                        to,
                        contiguity(document.inner()),
                        document.greedy(),
                        document.until()),
                millis(document.within(), 0, place + "/within", faults),
                document.distinct());
    }

    private static Stage.Contiguity contiguity(@Nullable String text) {
        return text == null
                ? Stage.Contiguity.RELAXED
                : Stage.Contiguity.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private static long millis(
            @Nullable String text, long absent, String place, List<RuleFault> faults) {
        if (text == null) {
            return absent;
        }
        long millis = TimeUtils.parseDuration(text).toMillis();
        if (millis <= 0 || millis > MAX_MILLIS) {
            faults.add(new RuleFault(place, text + " is not between 1 ms and 400 d"));
        }
        return millis;
    }
}
