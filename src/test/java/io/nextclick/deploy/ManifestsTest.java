package io.nextclick.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of {@code deploy} fit the code, the build and one another; a mistake is found. */
class ManifestsTest {

    static final String KUBERNETES = "deploy/kubernetes/";

    private static DeployFiles shipped;
    private static Pom pom;

    @BeforeAll
    static void read() throws Exception {
        shipped = DeployFiles.shipped();
        pom = Pom.read();
    }

    /** Everything that is checked, of the overlays that can be applied. */
    private static List<String> faults(DeployFiles files) throws Exception {
        List<String> faults = new ArrayList<>(SecretChecks.faults(files));
        faults.addAll(ImageChecks.faults(files, pom));
        faults.addAll(ComposeChecks.faults(files, pom));
        for (String overlay : List.of("development", "production", "blue-green")) {
            List<ObjectNode> resources =
                    Kustomization.render(files, KUBERNETES + "overlays/" + overlay);
            faults.addAll(JobChecks.faults(resources, pom, ImageChecks.jarInImage(files)));
            faults.addAll(PodChecks.faults(resources, ImageChecks.user(files)));
        }
        return faults;
    }

    @Test
    void what_is_shipped_has_no_fault() throws Exception {
        assertThat(faults(shipped)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/development", "overlays/production"})
    void every_topic_is_there_once(String folder) {
        assertThat(Kustomization.ofKind(render(folder), "KafkaTopic"))
                .extracting(Kustomization::name)
                .containsExactlyInAnyOrderElementsOf(
                        io.nextclick.contract.Topics.all().stream()
                                .map(topic -> topic.name())
                                .toList());
    }

    @EachOverlay
    void no_resource_is_there_twice(String folder) {
        assertThat(render(folder))
                .extracting(each -> each.get("kind").asText() + " " + Kustomization.name(each))
                .doesNotHaveDuplicates();
    }

    private static List<ObjectNode> render(String folder) {
        return Kustomization.render(shipped, KUBERNETES + folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // the image
                "Dockerfile | FLINK_VERSION=2.2.1 | FLINK_VERSION=2.2.0 | FLINK_VERSION is not",
                "Dockerfile | -java17 | -java21 | the base is not",
                "Dockerfile | temurin-17 | temurin-21 | not built with",
                "Dockerfile | maven:3.9.11-eclipse-temurin-17 | maven:latest | no version",
                "Dockerfile | USER 10001:9999 | USER root | the user is not a number",
                "Dockerfile | --uid 10001 | --uid 10002 | nobody makes the user",
                "Dockerfile | nextclick-*-job.jar | nextclick-*-all.jar | does not copy",
                "Dockerfile | ARG FLINK_VERSION | ENV API_TOKEN=x | a secret would stay",
                "Dockerfile | COPY avro avro | ADD https://example.com/x avro | nobody checks",
                "Dockerfile | COPY avro avro | COPY docs docs | docs is not sent",
                "Dockerfile.dockerignore | !avro | !avr | avro is not sent",
                // compose
                "compose.yaml | kafka:4.2.0 | kafka:4.1.0 | is not 4.2.0",
                "compose.yaml | kafka:4.2.0 | kafka:latest | has no version",
                "compose.yaml | prometheus:v3.5.0 | prometheus | has no version",
                "compose.yaml | PersonalizationJob | Job | does not start",
                "compose.yaml | 127.0.0.1:8081:8081 | 8081:8081 | not on loopback",
                "compose.yaml | NEXTCLICK_KAFKA_CREATE_TOPICS | NEXTCLICK_KAFKA_MAKE_TOPICS | no option",
                "compose.yaml | TIMEOUT: 1 min | TIMEOUT: soon | kafka.start-timeout",
                "compose.yaml | -Drest.bind-address | -Drest.bindaddress | Flink has no setting",
                "compose.yaml | prom.port=9249 | prom.port=9250 | Prometheus scrapes",
                "compose.yaml | GATEWAY_PORT: \"8082\" | GATEWAY_PORT: \"8083\" | Prometheus scrapes",
                "compose.yaml | prometheus/compose.yml | prometheus/prometheus.yml | does not read",
                "prometheus/compose.yml | taskmanager-2:9249 | taskmanager-2:9250 | Prometheus scrapes",
                "compose.yaml | prometheus:/prometheus | prom:/prometheus | no volume prom",
                "compose.yaml | GF_AUTH_DISABLE_LOGIN_FORM: | GF_SECURITY_ADMIN_PASSWORD: | has a value",
            })
    void a_mistake_in_the_image_or_the_compose_file_is_found(
            String file, String from, String to, String fault) throws Exception {
        found("deploy/" + file, from, to, fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v2_2 | v2_1 | version is",
                "PersonalizationJob | Job | class is",
                "usrlib/nextclick-job.jar | lib/nextclick-job.jar | jar is",
                "nextclick:0.1.0-SNAPSHOT | nextclick:latest | is not of version",
                "upgradeMode: savepoint | upgradeMode: stateless | upgrade is",
                "allowNonRestoredState: false | allowNonRestoredState: true | unread state",
                "availability.type: kubernetes | availability.type: NONE | HA is",
                "state.backend.rocksdb.localdir | state.backend.rocksdb.dir | no setting",
                "options/job.properties] | options/other.properties] | nothing brings",
                "[--config, | [--kafka.group, x, --config, | Unknown option 'kafka.group'",
                "name: nextclick-options | name: nextclick-option | no ConfigMap",
                "runAsNonRoot: true | runAsNonRoot: false | runAsNonRoot",
                "runAsUser: 10001 | runAsUser: 1000 | but the image's user",
                "RuntimeDefault | Unconfined | seccomp",
                "Escalation: false | Escalation: true | escalation",
                "privileged: false | privileged: true | privileged",
                "Filesystem: true | Filesystem: false | read-only root",
                "drop: [ALL] | drop: [NET_RAW] | dropped capabilities",
                "mountPath: /tmp | mountPath: /temp | nothing is mounted at /tmp",
                "livenessProbe: | lifecycle: | no liveness probe",
                "port: 6122 | port: 6123 | liveness port",
                "containerPort: 9249 | containerPort: 9250 | metrics is",
            })
    void a_mistake_in_the_deployment_is_found(String from, String to, String fault)
            throws Exception {
        found(KUBERNETES + "base/job/flinkdeployment.yaml", from, to, fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "base/topics/inputs/topics.yaml | name: items | name: item | no KafkaTopic items",
                "base/topics/inputs/topics.yaml | LogAppendTime | CreateTime | not {",
                "base/topics/outputs/topics.yaml | policy: compact | policy: delete | not {",
                "base/job/job.properties | kafka.group-id | kafka.group | Unknown option",
                "components/production/job.properties | :9093 | :9094 | no egress to port 9094",
                "components/production/job.properties | group-id=next | group-id=other | may not Read as group",
                "components/production/flinkdeployment.yaml | savepoint-dir | savepoints | no setting",
                "components/production/secrets.yaml | path: ca.crt | path: ca.pem | no secret brings",
                "components/production/secrets.yaml | /etc/nextclick/kafka-user | /etc/user | no secret brings",
                "overlays/production/kustomization.yaml | newTag: 0.1.0 | newTag: 0.0.9 | is not of version",
                "overlays/production/kafkauser.yaml | [Describe, Write] | [Describe] | may not Write",
                "overlays/production/kafkauser.yaml | name: events, | name: event, | may not Read events",
                "overlays/blue-green/green/flinkdeployment.yaml | nextclick-green | nextclick-blue | two jobs",
                "overlays/blue-green/green/flinkdeployment.yaml | green-policy | policy | no KafkaTopic policy",
                "base/access/networkpolicy.yaml | port: 8081 | port: 8082 | no ingress to port 8081",
                "base/access/networkpolicy.yaml | port: 9093 | port: 9094 | no egress to port 9093",
                "base/access/networkpolicy.yaml | app.kubernetes.io/name: nextclick | app: x | no network policy",
                "components/production/job.properties | ${directory:/etc/nextclick/kafka-user:sasl.jaas.config} "
                        + "| org.apache.kafka.X | jaas.config has a value",
                "base/access/serviceaccount.yaml | kind: ServiceAccount | kind: Secret | a Secret",
                "overlays/production/kafkauser.yaml | type: scram-sha-512 | password: x | password has a value",
            })
    void a_mistake_beside_the_deployment_is_found(String file, String from, String to, String fault)
            throws Exception {
        found(KUBERNETES + file, from, to, fault);
    }

    private static void found(String file, String from, String to, String fault) throws Exception {
        assertThat(faults(shipped.replacing(file, from, to)))
                .anySatisfy(each -> assertThat(each).contains(fault));
    }

    @Test
    void what_is_no_yaml_or_names_a_key_twice_is_refused() {
        assertThatThrownBy(() -> DeployFiles.parse("a: [1")).isInstanceOf(Exception.class);
        assertThatThrownBy(() -> DeployFiles.parse("a: 1\na: 2")).hasMessageContaining("duplicate");
        assertThat(shipped.texts().keySet())
                .filteredOn(each -> each.endsWith(".yaml"))
                .allSatisfy(each -> assertThat(shipped.all(each)).isNotEmpty());
    }
}
