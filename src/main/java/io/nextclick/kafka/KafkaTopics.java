package io.nextclick.kafka;

import io.nextclick.contract.Topic;
import io.nextclick.contract.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Looks at the start whether the broker answers and has the topics, so that a wrong address or name
 * is reported at once and by name, and not by a job that restarts for ever.
 */
public final class KafkaTopics {

    private static final long POLL_MILLIS = 20;

    private KafkaTopics() {}

    /**
     * Checks the broker and the topics, and creates missing ones if the settings say so.
     *
     * @return what to warn of: inputs that would lose a replayed history
     * @throws KafkaUnavailableException if no broker answers in time, or topics are missing or not
     *     this user's to read and write
     */
    public static List<String> ensure(KafkaSettings kafka) {
        long millis = kafka.startTimeout().toMillis();
        Properties properties = kafka.clientProperties();
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) millis);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) millis);
        try (Admin admin = Admin.create(properties)) {
            Set<String> existing = admin.listTopics().names().get(millis, TimeUnit.MILLISECONDS);
            Set<String> missing = new TreeSet<>(kafka.topicNames());
            missing.removeAll(existing);
            if (!missing.isEmpty() && !kafka.createTopics()) {
                throw new KafkaUnavailableException(
                        "kafka at %s has no topic %s that this user may see; create them or set kafka.create-topics=true"
                                .formatted(kafka.bootstrapServers(), String.join(", ", missing)));
            }
            List<String> denied = KafkaAccess.denied(admin, existing, kafka);
            if (!denied.isEmpty()) {
                throw denied(kafka, String.join(", ", denied));
            }
            create(admin, missing, kafka, millis);
            return KafkaRetention.warnings(admin, existing, kafka);
        } catch (TimeoutException | ExecutionException | KafkaException e) {
            throw new KafkaUnavailableException(
                    "kafka.bootstrap-servers=%s: no usable answer within %d ms: %s"
                            .formatted(kafka.bootstrapServers(), millis, rootMessage(e)),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("interrupted while asking kafka", e);
        }
    }

    private static void create(Admin admin, Set<String> missing, KafkaSettings kafka, long millis)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<NewTopic> topics = new ArrayList<>();
        for (Topic<?> topic : Topics.all()) {
            String name = kafka.nameOf(topic);
            if (missing.contains(name)) {
                topics.add(
                        new NewTopic(name, Optional.empty(), Optional.<Short>empty())
                                .configs(configOf(topic, kafka)));
            }
        }
        if (topics.isEmpty()) {
            return;
        }
        for (Map.Entry<String, KafkaFuture<Void>> created :
                admin.createTopics(topics).values().entrySet()) {
            try {
                created.getValue().get(millis, TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof TopicAuthorizationException) {
                    throw denied(kafka, "Create on topic " + created.getKey());
                }
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
        awaitKnown(admin, missing, millis);
    }

    /** Brokers hear of a new topic a moment later; a job that starts before that fails. */
    private static void awaitKnown(Admin admin, Set<String> created, long millis)
            throws InterruptedException, ExecutionException, TimeoutException {
        for (long waited = 0; waited <= millis; waited += POLL_MILLIS) {
            if (admin.listTopics()
                    .names()
                    .get(millis, TimeUnit.MILLISECONDS)
                    .containsAll(created)) {
                return;
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new TimeoutException("topics that were created are not there yet");
    }

    private static KafkaUnavailableException denied(KafkaSettings kafka, String what) {
        return new KafkaUnavailableException(
                "kafka at %s does not allow this user: %s"
                        .formatted(kafka.bootstrapServers(), what));
    }

    private static Map<String, String> configOf(Topic<?> topic, KafkaSettings kafka) {
        Map<String, String> config = new HashMap<>();
        if (topic.isCompacted()) {
            config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        }
        if (topic.clock() == Topic.Clock.OF_EVENTS) {
            config.put(
                    TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, kafka.eventTimestamps().kafkaName());
        }
        if (KafkaRetention.isReplayed(topic) && KafkaRetention.isReplay(kafka)) {
            config.put(TopicConfig.RETENTION_MS_CONFIG, KafkaRetention.FOREVER);
        }
        return config;
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    /** Kafka cannot be used as the settings say; the message is for the person who set them. */
    public static final class KafkaUnavailableException extends RuntimeException {
        KafkaUnavailableException(String message) {
            super(message);
        }

        KafkaUnavailableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
