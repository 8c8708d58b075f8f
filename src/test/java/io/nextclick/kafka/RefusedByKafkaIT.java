package io.nextclick.kafka;

import static io.nextclick.kafka.JobAccess.allow;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.nextclick.PersonalizationJob;
import io.nextclick.config.Settings;
import io.nextclick.contract.Topic;
import io.nextclick.contract.Topics;
import io.nextclick.kafka.JobAccess.When;
import io.nextclick.kafka.KafkaTopics.KafkaUnavailableException;
import io.nextclick.testkit.JobOnKafka;
import io.nextclick.testkit.LoggedSecrets;
import io.nextclick.testkit.SecuredKafka;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.common.acl.AclBinding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start says that a broker behind TLS, SCRAM and ACLs refuses; no password is in it. */
class RefusedByKafkaIT {

    @TempDir static Path folder;

    private static SecuredKafka kafka;
    private static LoggedSecrets logged;

    @BeforeAll
    static void startBroker() throws Exception {
        kafka = SecuredKafka.start(folder, 1);
        logged = new LoggedSecrets(() -> kafka.secrets());
        KafkaTopics.ensure(
                kafka.settings(
                                kafka.user(
                                        "creates",
                                        JobAccess.of("creates", When.ALWAYS, When.CREATE_TOPICS)),
                                Map.of("kafka.create-topics", "true"))
                        .kafka());
    }

    @AfterAll
    static void stopBroker() {
        logged.close();
        kafka.close();
    }

    @AfterEach
    void nothing_secret_was_logged() {
        assertThat(logged.lines()).isPositive();
        assertThat(logged.found()).isEmpty();
    }

    /** Of a start that is refused the message, of which no word is secret. */
    private static String refusal(Map<String, String> login, Map<String, String> more) {
        Settings settings = kafka.settings(login, more);
        Throwable refused =
                catchThrowable(
                        () -> PersonalizationJob.start(JobOnKafka.environment(null), settings));
        assertThat(refused).isInstanceOf(KafkaUnavailableException.class);
        String all = ExceptionUtils.stringifyException(refused);
        assertThat(kafka.secrets()).noneMatch(all::contains);
        return refused.getMessage();
    }

    @Test
    void a_wrong_password_is_told_at_once() {
        assertThat(refusal(kafka.login("creates", "wrongpassword"), Map.of()))
                .contains("kafka.bootstrap-servers=" + kafka.bootstrapServers())
                .contains("invalid credentials with SASL mechanism SCRAM-SHA-512");
    }

    @Test
    void a_broker_that_nobody_vouches_for_is_not_told_the_login() throws Exception {
        Map<String, String> login = kafka.user("careful", JobAccess.of("careful", When.ALWAYS));
        login.keySet().removeIf(key -> key.startsWith("ssl."));
        assertThat(refusal(login, Map.of())).contains("unable to find valid certification path");
    }

    @Test
    void a_client_without_a_login_is_refused() {
        assertThat(refusal(Map.of(), Map.of("kafka.start-timeout", "2 s")))
                .contains("no usable answer within 2000 ms");
    }

    @Test
    void a_topic_that_the_user_may_not_see_is_named() throws Exception {
        assertThat(refusal(withoutQuality("blind"), Map.of()))
                .contains("has no topic quality that this user may see");
    }

    @Test
    void a_topic_that_the_user_may_not_write_is_named() throws Exception {
        Map<String, String> login = withoutQuality("mute");
        kafka.grant(List.of(allow("mute", DESCRIBE, "quality")));
        assertThat(refusal(login, Map.of()))
                .endsWith("does not allow this user: Write on topic quality");
    }

    @Test
    void a_topic_that_the_user_may_not_create_is_named() throws Exception {
        Map<String, String> more =
                Map.of("kafka.create-topics", "true", "kafka.topic.quality", "another");
        assertThat(refusal(withoutQuality("idle"), more))
                .endsWith("does not allow this user: Create on topic another");
    }

    @Test
    void exactly_once_needs_to_read_what_it_writes() throws Exception {
        String outputs =
                Topics.all().stream()
                        .filter(each -> each.direction() == Topic.Direction.OUTPUT)
                        .map(each -> "Read on topic " + each.name())
                        .collect(Collectors.joining(", "));
        Map<String, String> login = kafka.user("once", JobAccess.of("once", When.ALWAYS));
        assertThat(refusal(login, Map.of("kafka.delivery-guarantee", "EXACTLY_ONCE")))
                .endsWith("does not allow this user: " + outputs);
    }

    /** A user who may do all but what concerns one of the outputs. */
    private static Map<String, String> withoutQuality(String user) throws Exception {
        Set<AclBinding> access = new HashSet<>(JobAccess.of(user, When.ALWAYS));
        assertThat(access.remove(allow(user, WRITE, "quality"))).isTrue();
        return kafka.user(user, access);
    }
}
