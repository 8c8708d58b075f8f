package io.nextclick.scenario;

import io.nextclick.contract.Topic;
import io.nextclick.contract.Topics;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the topics of a run are.
 *
 * @param bootstrapServers the broker
 * @param prefix of the topics' names and of the consumer group
 */
record ScenarioTopics(String bootstrapServers, String prefix) {

    String nameOf(Topic<?> topic) {
        return prefix + topic.name();
    }

    /** Options of the job, and where it finds its topics. */
    Map<String, String> with(Map<String, String> options) {
        Map<String, String> all = new HashMap<>(options);
        all.put("kafka.bootstrap-servers", bootstrapServers);
        all.put("kafka.group-id", prefix + "job");
        for (Topic<?> topic : Topics.all()) {
            all.put(topic.optionKey(), nameOf(topic));
        }
        return all;
    }
}
