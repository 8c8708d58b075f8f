package io.nextclick.gateway;

import io.nextclick.kafka.KafkaSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topic of consents. The job does not read it, so the job does not make it either. */
final class ConsentTopic {

    private static final Logger LOG = LoggerFactory.getLogger(ConsentTopic.class);

    private static final long SECONDS = 10;

    private ConsentTopic() {}

    /** Makes it where topics may be made ({@code kafka.create-topics}), and if it is not there. */
    static void ensure(KafkaSettings kafka) {
        if (!kafka.createTopics()) {
            return;
        }
        NewTopic topic =
                new NewTopic(Consents.TOPIC, Optional.empty(), Optional.<Short>empty())
                        .configs(
                                Map.of(
                                        TopicConfig.CLEANUP_POLICY_CONFIG,
                                        TopicConfig.CLEANUP_POLICY_COMPACT));
        try (Admin admin = Admin.create(kafka.clientProperties())) {
            admin.createTopics(List.of(topic)).all().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                LOG.warn("The topic of consents cannot be made", e);
            }
        } catch (TimeoutException | KafkaException e) {
            LOG.warn("The topic of consents cannot be made", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
