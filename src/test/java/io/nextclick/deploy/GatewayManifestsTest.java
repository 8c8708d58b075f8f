package io.nextclick.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gateway's files fit the code, the image and one another; a mistake is found. */
class GatewayManifestsTest {

    private static final String FOLDER = ManifestsTest.KUBERNETES + "overlays/gateway";

    private static List<String> faults(DeployFiles files) throws Exception {
        return GatewayChecks.faults(files, Kustomization.render(files, FOLDER), Pom.read());
    }

    @Test
    void what_is_shipped_has_no_fault() throws Exception {
        assertThat(faults(DeployFiles.shipped())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "deployment.yaml | nextclick-gateway:0.1.0-SNAPSHOT | nextclick-gateway:latest | is not of version",
                "deployment.yaml | /opt/nextclick/nextclick-gateway.jar | /opt/gateway.jar | jar is",
                "deployment.yaml | gateway-options/gateway.properties] | options/gateway.properties] | nothing brings",
                "deployment.yaml | runAsNonRoot: true | runAsNonRoot: false | runAsNonRoot",
                "deployment.yaml | runAsUser: 10001 | runAsUser: 0 | but the image's user",
                "deployment.yaml | Filesystem: true | Filesystem: false | read-only root",
                "deployment.yaml | drop: [ALL] | drop: [NET_RAW] | dropped capabilities",
                "deployment.yaml | mountPath: /tmp | mountPath: /temp | nothing is mounted at /tmp",
                "deployment.yaml | ServiceAccountToken: false | ServiceAccountToken: true | token of the API",
                "deployment.yaml | path: sites.yaml | path: site.yaml | no secret brings",
                "deployment.yaml | name: nextclick-gateway-options | name: options | no ConfigMap",
                "deployment.yaml | path: /healthz | path: /health | nothing answers at '/health'",
                "deployment.yaml | path: /readyz | path: /healthz | readiness path",
                "deployment.yaml | prometheus.io/path: /metrics | prometheus.io/path: /v1/stats | nothing answers",
                "deployment.yaml | containerPort: 8080 | containerPort: 8081 | container port",
                "gateway.properties | gateway.port=8080 | gateway.port=0.5 | gateway.port",
                "gateway.properties | gateway.port=8080 | gateway.port=8081 | no ingress to port 8081",
                "gateway.properties | gateway.address=0.0.0.0 | gateway.address=127.0.0.1 | address",
                "gateway.properties | gateway.sites | gateway.site | no option gateway.site",
                "gateway.properties | kafka.group-id | kafka.group | Unknown option",
                "gateway.properties | :9093 | :9094 | no egress to port 9094",
                "networkpolicy.yaml | name: nextclick-gateway | name: x | no network policy",
                "service.yaml | name: nextclick-gateway | name: x | selects other pods",
            })
    void a_mistake_is_found(String file, String from, String to, String fault) throws Exception {
        DeployFiles wrong = DeployFiles.shipped().replacing(FOLDER + '/' + file, from, to);
        assertThat(faults(wrong)).anySatisfy(each -> assertThat(each).contains(fault));
    }
}
