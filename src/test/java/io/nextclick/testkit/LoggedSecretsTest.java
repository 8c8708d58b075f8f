package io.nextclick.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LoggedSecretsTest {

    private static final Logger OURS = LoggerFactory.getLogger(LoggedSecretsTest.class);
    private static final Logger KAFKAS = LoggerFactory.getLogger("org.apache.kafka.Any");

    @Test
    void a_secret_is_found_in_messages_and_stack_traces() {
        try (LoggedSecrets logged = new LoggedSecrets(() -> List.of("xyzzy"))) {
            OURS.debug("password={}", "xyzzy");
            KAFKAS.info("connected");
            KAFKAS.warn("failed", new IllegalStateException(new RuntimeException("by xyzzy")));
            assertThat(logged.lines()).isEqualTo(3);
            assertThat(logged.found())
                    .hasSize(2)
                    .anyMatch(line -> line.contains("password=xyzzy"))
                    .anyMatch(line -> line.contains("Caused by") && line.contains("by xyzzy"));
        }
    }

    @Test
    void nothing_is_looked_at_after_the_end() {
        LoggedSecrets logged = new LoggedSecrets(() -> List.of("xyzzy"));
        logged.close();
        OURS.error("xyzzy");
        assertThat(logged.lines()).isZero();
        assertThat(logged.found()).isEmpty();
    }
}
