package io.nextclick.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nextclick.contract.EventEncoder;
import io.nextclick.demo.FreePort;
import io.nextclick.event.CatalogItem;
import io.nextclick.testkit.ChildJvm;
import io.nextclick.testkit.GatewayClient;
import io.nextclick.testkit.GatewayClient.Reply;
import io.nextclick.testkit.JobJar;
import io.nextclick.testkit.JobOnKafka;
import io.nextclick.testkit.Patience;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The gateway's jar as it is delivered: it runs by itself, and goes on after it was killed. */
class GatewayJarIT extends JobOnKafka {

    private static final int ITEMS = 20;
    private static final String KEPT = "nextclick_gateway_view_kept_total";
    private static final String ITEMS_READ =
            "nextclick_gateway_view_records_total{topic=\"items\"}";

    private final int port = FreePort.choose();
    private final GatewayClient http = new GatewayClient(port);

    @BeforeAll
    static void startJob() throws Exception {
        start(Map.of("recommend.deadline", Patience.OPTION), null, 0, 1);
    }

    private ChildJvm gateway(String name) throws Exception {
        Path jar = JobJar.gateway().toAbsolutePath();
        List<String> arguments =
                List.of(
                        ChildJvm.QUICK,
                        "-jar",
                        jar.toString(),
                        "--kafka.bootstrap-servers",
                        client.bootstrapServers(),
                        "--gateway.sites",
                        GatewayClient.sites(folder).toString(),
                        "--gateway.port",
                        String.valueOf(port),
                        "--gateway.delivery-timeout",
                        "5 min",
                        "--gateway.view",
                        "ROCKSDB",
                        "--gateway.view-directory",
                        folder.resolve("view").toString());
        ChildJvm jvm = ChildJvm.start(name, folder, arguments);
        Patience.await("a gateway that is ready")
                .failFast(() -> assertThat(jvm.isAlive()).as(jvm.output()).isTrue())
                .ignoreExceptionsInstanceOf(ConnectException.class)
                .until(() -> http.get("/readyz", null).status() == 200);
        return jvm;
    }

    /** A metric's value; 0 as long as there is none. */
    private long metric(String name) throws Exception {
        String text = new String(http.get("/metrics", null).http().body(), StandardCharsets.UTF_8);
        Matcher line = Pattern.compile("(?m)^" + Pattern.quote(name) + " (\\d+)$").matcher(text);
        return line.find() ? Long.parseLong(line.group(1)) : 0;
    }

    private JsonNode list() throws Exception {
        return http.get("/v1/recommendations?device=phone", GatewayClient.SECRET).body();
    }

    @Test
    void it_takes_events_and_after_a_kill_goes_on_with_the_view_that_it_kept() throws Exception {
        for (int i = 0; i < ITEMS; i++) {
            String item = "item-" + i;
            client.send(
                    "items",
                    item,
                    new EventEncoder()
                            .encode(
                                    new CatalogItem(
                                            "default", item, "Title", "c", null, 1.0, true,
                                            false)));
        }
        JsonNode before;
        try (ChildJvm first = gateway("first")) {
            for (String device : List.of("teacher-1", "teacher-2", "phone")) {
                for (String item : List.of("item-1", "item-2")) {
                    Reply reply =
                            http.post(
                                    "/v1/events",
                                    GatewayClient.SECRET,
                                    GatewayClient.event(device + item, "VIEW", device, item));
                    assertThat(reply.status()).as(reply.toString()).isEqualTo(202);
                }
            }
            assertThat(
                            client.read("events", "BehaviorEvent", 6).stream()
                                    .map(each -> String.valueOf(each.get("event_id")))
                                    .collect(Collectors.toSet()))
                    .contains("phoneitem-1", "phoneitem-2");
            Patience.await("a list for the last view")
                    .until(() -> list().path("trigger_event_id").asText().equals("phoneitem-2"));
            long kept = metric(KEPT);
            Patience.await("a view that is kept").until(() -> metric(KEPT) > kept);
            assertThat(metric(ITEMS_READ)).isEqualTo(ITEMS);
            before = list();
            first.kill();
        }

        try (ChildJvm second = gateway("second")) {
            assertThat(metric(ITEMS_READ)).as("items that were read again").isZero();
            JsonNode after = list();
            assertThat(after.path("trigger_event_id").asText()).isEqualTo("phoneitem-2");
            assertThat(after.path("items")).isEqualTo(before.path("items"));
            assertThat(after.path("items").findValuesAsText("title")).contains("Title");
            assertThat(second.output()).doesNotContain(GatewayClient.SECRET);
        }
    }

    @Test
    void a_wrong_option_is_named_and_ends_it() throws Exception {
        String printed =
                ChildJvm.run(
                        "wrong",
                        folder,
                        Map.of(),
                        List.of(
                                ChildJvm.QUICK,
                                "-jar",
                                JobJar.gateway().toAbsolutePath().toString()));

        assertThat(printed).contains("gateway.sites").endsWith("exit code 2");
    }

    @Test
    void the_jar_has_no_entry_twice_no_signature_and_nothing_of_the_broker() throws Exception {
        try (JarFile file = new JarFile(JobJar.gateway().toFile())) {
            List<String> names = file.stream().map(ZipEntry::getName).toList();

            assertThat(names).doesNotHaveDuplicates();
            assertThat(names)
                    .contains("META-INF/LICENSE", "META-INF/NOTICE", "web/openapi.yaml")
                    .noneMatch(name -> name.matches("META-INF/[^/]+\\.(SF|DSA|RSA|LIST)"))
                    .noneMatch(name -> name.startsWith("io/nextclick/demo/"))
                    .noneMatch(name -> name.startsWith("org/apache/flink/runtime/"))
                    .noneMatch(name -> name.startsWith("kafka/server/"));
        }
    }
}
