package io.nextclick.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's clients find the credentials of production's options in the folder of the secret. */
class KafkaCredentialsTest {

    private static final String OPTIONS =
            ManifestsTest.KUBERNETES + "components/production/job.properties";

    private static final String MOUNTED = "/etc/nextclick/kafka-user";

    private static final String LOGIN = "a login that stands in no option";

    @TempDir Path secret;

    private Map<String, String> client;

    @BeforeEach
    void mount() throws Exception {
        Files.writeString(secret.resolve("sasl.jaas.config"), LOGIN);
        String text = DeployFiles.shipped().text(OPTIONS);
        assertThat(text).contains(MOUNTED).doesNotContain(LOGIN);
        Map<String, String> options = new HashMap<>();
        JobChecks.properties(text.replace(MOUNTED, secret.toString()))
                .forEach((key, value) -> options.put(key.toString(), value.toString()));
        client = Settings.of(options).kafka().client();
    }

    private ConsumerConfig config() {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1");
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return new ConsumerConfig(properties);
    }

    @Test
    void the_client_reads_the_login_from_the_mounted_file() {
        ConsumerConfig config = config();
        Password login = config.getPassword(SaslConfigs.SASL_JAAS_CONFIG);
        assertThat(login.value()).isEqualTo(LOGIN);
        assertThat(config.values().toString()).doesNotContain(LOGIN);
        assertThat(config.getString(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG)).isEqualTo("PEM");
    }

    @Test
    void the_options_themselves_hold_no_login() {
        assertThat(client.toString()).doesNotContain(LOGIN).contains("${directory:");
    }

    @Test
    void a_folder_that_is_not_allowed_is_not_read() throws Exception {
        Path other = Files.createDirectory(secret.resolve("other"));
        client.put("config.providers.directory.param.allowed.paths", other.toString());
        assertThat(config().getPassword(SaslConfigs.SASL_JAAS_CONFIG).value()).isNotEqualTo(LOGIN);
    }
}
