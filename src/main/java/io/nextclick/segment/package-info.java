/**
 * Matches the rules in force against what each person does: who is in which segment, and which
 * recommendation rules apply to their lists. Keyed by person; keeps one compact value a person with
 * the partial matches and memberships of all rules and the person's recent events. The rules arrive
 * by broadcast and change while the job runs.
 */
@NullMarked
package io.nextclick.segment;

import org.jspecify.annotations.NullMarked;
