package io.nextclick.segment;

import io.nextclick.event.Event;
import io.nextclick.event.Money;
import io.nextclick.flow.ListRequests;
import io.nextclick.flow.Occasion;
import io.nextclick.flow.PersonEvent;
import io.nextclick.rule.ConditionLanguage;
import io.nextclick.rule.Rule;
import io.nextclick.rule.RuleBook;
import io.nextclick.rule.RuleFault;
import io.nextclick.rule.RuleReader;
import io.nextclick.rule.RuleUpdate;
import java.util.ArrayList;
import java.util.List;

/** Rules for tests: written in YAML, read and numbered as the job does. */
final class Rules {

    static final long SECOND = 1_000;
    static final long MINUTE = 60 * SECOND;
    static final long HOUR = 60 * MINUTE;
    static final long DAY = 24 * HOUR;

    /** Bounds with the defaults of the options, but ten seconds to be out of order. */
    static final TriggerSettings BOUNDS =
            bounds(10 * SECOND, 50, 7 * DAY, 500, 100, 64, 1_000, 10_000);

    static final RuleReader READER = new RuleReader(new ConditionLanguage());

    static final String ENTHUSIAST =
            """
            rule_id: enthusiast
            version: 1
            kind: SEGMENT
            partition: category
            pattern:
              within: 24 h
              stages:
                - {name: viewed, when: event.type == 'VIEW', times: 3}
            membership: 7 d
            """;

    static final String ABANDONED =
            """
            rule_id: abandoned
            version: 1
            kind: SEGMENT
            partition: item
            pattern:
              within: 1 h
              stages:
                - {name: added, when: event.type == 'ADD_TO_CART'}
                - {name: bought, when: event.type == 'PURCHASE', absent: true}
            membership: 1 d
            exit:
              when: event.type == 'PURCHASE'
            """;

    private final RuleBook book = new RuleBook(1_000);

    /** Bounds with the usual currency. */
    static TriggerSettings bounds(
            long outOfOrderMillis,
            int retainedEvents,
            long retainedMillis,
            int maxPartials,
            int maxMemberships,
            int maxRuns,
            int maxRules,
            int sweepPerSecond) {
        return new TriggerSettings(
                outOfOrderMillis,
                retainedEvents,
                retainedMillis,
                maxPartials,
                maxMemberships,
                maxRuns,
                maxRules,
                sweepPerSecond,
                Money.DEFAULT_CURRENCY);
    }

    RuleUpdate put(String yaml) {
        RuleReader.Reading reading = READER.read(yaml);
        Rule rule = reading.rule();
        if (rule == null) {
            throw new IllegalArgumentException(reading.faults().toString());
        }
        List<RuleFault> faults = new ArrayList<>();
        return book.put(rule, reading.text(), faults)
                .orElseThrow(() -> new IllegalArgumentException(faults.toString()));
    }

    RuleUpdate remove(String ruleId) {
        return book.remove(ruleId).orElseThrow();
    }

    /** Requests of persons of whom nothing is known but what the rules remember. */
    static final ListRequests REQUESTS =
            (occasion, person, sequence, id, millis, recent) ->
                    PersonEvent.unasked(
                            occasion,
                            person,
                            sequence,
                            id,
                            millis,
                            null,
                            PersonEvent.visitOf(recent, new String[0], new String[0]),
                            new PersonEvent.Person(new String[0], new String[0], null));

    /** The requests among what was put out that no event asks for. */
    static List<PersonEvent> reminders(List<PersonEvent> out) {
        return out.stream().filter(each -> each.occasion() == Occasion.REMINDER).toList();
    }

    static PersonEvent at(Event event) {
        return new PersonEvent(
                event.personKey(),
                event.occurredAtMillis(),
                event,
                new String[0],
                new String[0],
                1,
                true,
                true,
                new String[0]);
    }
}
