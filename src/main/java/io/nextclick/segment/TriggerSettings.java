package io.nextclick.segment;

import java.io.Serializable;

/**
 * How rules are matched, and the bounds of what is kept of a person.
 *
 * @param outOfOrderMillis so much later an absence is complete, and so far behind the person's
 *     newest an event is sorted in whatever is retained, ms
 * @param retainedEvents most recent events that are kept to back-fill new rules, and to sort in
 *     what comes late or changes hands
 * @param retainedMillis how long they are kept, ms
 * @param maxPartials most partial matches, one for each rule and partition value
 * @param maxMemberships most memberships
 * @param maxRuns most unfinished runs of a sequence, for each partial match
 * @param maxRules most rules
 * @param sweepPerSecond persons a second and subtask that are brought up to date after a change of
 *     the rules although they do nothing
 * @param defaultCurrency of rules that state none
 */
public record TriggerSettings(
        long outOfOrderMillis,
        int retainedEvents,
        long retainedMillis,
        int maxPartials,
        int maxMemberships,
        int maxRuns,
        int maxRules,
        int sweepPerSecond,
        String defaultCurrency)
        implements Serializable {}
