package io.nextclick.recommend;

import java.util.List;

/**
 * The newest list of one person.
 *
 * @param recommendationId the same for the same person, trigger event and policy version
 * @param personKey person among all sites
 * @param deviceIds devices it serves
 * @param userIds users it serves
 * @param generatedAtMillis when it was made, by the job's clock, ms since the epoch
 * @param triggerEventId event that led to it
 * @param triggerOccurredAtMillis when that happened, ms since the epoch
 * @param items best first; never empty
 * @param segments segments that the person was in
 * @param policy name of the ranking policy
 * @param policyVersion its version
 * @param fallback true if no item comes from the person's own behaviour
 * @param complete false if made at the deadline, before every answer
 */
public record RecommendationList(
        String recommendationId,
        String personKey,
        List<String> deviceIds,
        List<String> userIds,
        long generatedAtMillis,
        String triggerEventId,
        long triggerOccurredAtMillis,
        List<RecommendedItem> items,
        List<String> segments,
        String policy,
        int policyVersion,
        boolean fallback,
        boolean complete) {}
