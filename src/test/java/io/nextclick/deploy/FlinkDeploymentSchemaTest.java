package io.nextclick.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every FlinkDeployment is what the operator's CustomResourceDefinition says. */
class FlinkDeploymentSchemaTest {

    private static final String DEPLOYMENT =
            ManifestsTest.KUBERNETES + "base/job/flinkdeployment.yaml";

    private static Schema schema;
    private static DeployFiles shipped;

    @BeforeAll
    static void read() throws Exception {
        schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
                        .getSchema(CrdSchema.ofFlinkDeployments().toString(), InputFormat.JSON);
        shipped = DeployFiles.shipped();
    }

    private static List<String> faults(DeployFiles files, String folder) {
        return Kustomization.ofKind(
                        Kustomization.render(files, ManifestsTest.KUBERNETES + folder),
                        "FlinkDeployment")
                .stream()
                .map(ObjectNode::toString)
                .flatMap(each -> schema.validate(each, InputFormat.JSON).stream())
                .map(Error::toString)
                .toList();
    }

    @EachOverlay
    void every_deployment_is_valid(String folder) {
        assertThat(faults(shipped, folder)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "flinkVersion: v2_2 | flinkVersion: 2.2 | flinkVersion",
                "upgradeMode: savepoint | upgradeMode: canary | upgradeMode",
                "mode: native | mode: session | mode",
                "replicas: 1 | replicas: one | replicas",
                "cpu: 2 | cpus: 2 | cpus",
                "parallelism: 2 | parallelism: two | parallelism",
                "runAsUser: 10001 | runAsUser: nextclick | runAsUser",
                "readOnlyRootFilesystem: true | readOnlyRoot: true | readOnlyRoot",
                "- name: metrics | - title: metrics | title",
                "serviceAccount: nextclick | account: nextclick | account",
            })
    void a_mistake_is_found(String from, String to, String fault) {
        assertThat(faults(shipped.replacing(DEPLOYMENT, from, to), "base"))
                .anySatisfy(each -> assertThat(each).contains(fault));
    }
}
