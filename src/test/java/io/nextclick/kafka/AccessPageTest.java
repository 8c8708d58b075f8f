package io.nextclick.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.contract.Topic;
import io.nextclick.contract.Topics;
import io.nextclick.kafka.JobAccess.When;
import io.nextclick.testkit.GeneratedPart;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;

/** The page says what the users of {@link SecuredKafkaIT} may do. */
class AccessPageTest {

    @Test
    void it_has_the_table() throws Exception {
        GeneratedPart.check(
                Path.of("docs/operations.md"),
                "<!-- access: begin -->",
                "<!-- access: end -->",
                JobAccess.table());
    }

    @Test
    void the_job_reads_or_writes_every_topic_and_no_more_than_its_direction_says() {
        List<AclBinding> granted = JobAccess.of("job", When.ALWAYS);
        assertThat(Topics.all())
                .allSatisfy(
                        topic -> {
                            assertThat(granted.contains(on(topic, AclOperation.READ)))
                                    .isEqualTo(topic.direction() != Topic.Direction.OUTPUT);
                            assertThat(granted.contains(on(topic, AclOperation.WRITE)))
                                    .isEqualTo(topic.direction() != Topic.Direction.INPUT);
                        });
    }

    private static AclBinding on(Topic<?> topic, AclOperation operation) {
        return JobAccess.allow("job", operation, topic.name());
    }
}
