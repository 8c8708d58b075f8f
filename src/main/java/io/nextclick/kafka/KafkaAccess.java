package io.nextclick.kafka;

import io.nextclick.contract.Topic;
import io.nextclick.contract.Topics;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.utils.SecurityUtils;

/**
 * What the broker allows the job's user to do with the topics. Asked at the start, since a writer
 * finds out with its first record only, and the job then restarts for ever.
 */
final class KafkaAccess {

    private KafkaAccess() {}

    /**
     * What the job has to do and may not, in words; nothing if the broker has no access control.
     *
     * @param existing names in Kafka of topics that are there
     */
    static List<String> denied(Admin admin, Set<String> existing, KafkaSettings kafka)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<String> names = kafka.topicNames().stream().filter(existing::contains).toList();
        Map<String, TopicDescription> described =
                admin.describeTopics(
                                names,
                                new DescribeTopicsOptions().includeAuthorizedOperations(true))
                        .allTopicNames()
                        .get(kafka.startTimeout().toMillis(), TimeUnit.MILLISECONDS);
        List<String> denied = new ArrayList<>();
        for (Topic<?> topic : Topics.all()) {
            TopicDescription there = described.get(kafka.nameOf(topic));
            if (there != null && there.authorizedOperations() != null) {
                Set<AclOperation> missing = neededOn(topic, kafka.guarantee());
                missing.removeAll(there.authorizedOperations());
                missing.forEach(
                        each ->
                                denied.add(
                                        "%s on topic %s"
                                                .formatted(
                                                        SecurityUtils.operationName(each),
                                                        there.name())));
            }
        }
        return denied;
    }

    private static Set<AclOperation> neededOn(Topic<?> topic, DeliveryGuarantee guarantee) {
        Set<AclOperation> needed = EnumSet.noneOf(AclOperation.class);
        // Flink asks for the open transactions on what it writes, which is for those who may read.
        if (topic.direction() != Topic.Direction.OUTPUT
                || guarantee == DeliveryGuarantee.EXACTLY_ONCE) {
            needed.add(AclOperation.READ);
        }
        if (topic.direction() != Topic.Direction.INPUT) {
            needed.add(AclOperation.WRITE);
        }
        return needed;
    }
}
