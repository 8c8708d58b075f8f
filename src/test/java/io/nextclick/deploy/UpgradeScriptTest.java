package io.nextclick.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import io.nextclick.demo.FreePort;
import io.nextclick.testkit.Command;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code deploy/upgrade.sh} says when there is nothing to upgrade; {@link UpgradeIT} does. */
class UpgradeScriptTest {

    private static final String JOB = "0123456789abcdef";

    @TempDir static Path folder;

    @BeforeAll
    static void needs_bash_and_curl() {
        assumeThat(Command.isOnPath("bash") && Command.isOnPath("curl")).isTrue();
    }

    private static Command upgrade(int port, String flink) throws Exception {
        Path jar = Files.write(folder.resolve("job.jar"), new byte[0]);
        Path program = folder.resolve("flink");
        Files.writeString(program, "#!/bin/bash\n" + flink + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return Command.run(
                Path.of(""),
                Map.of("FLINK", program.toString(), "REST", "http://127.0.0.1:" + port),
                List.of(
                        "bash",
                        "deploy/upgrade.sh",
                        "--old",
                        jar.toString(),
                        "--new",
                        jar.toString(),
                        "--seconds",
                        "1"));
    }

    private static HttpServer cluster() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    String answer =
                            exchange.getRequestURI().getPath().equals("/jobs/overview")
                                    ? "{\"jobs\":[{\"jid\":\"" + JOB + "\",\"state\":\"RUNNING\"}]}"
                                    : "{\"jid\":\""
                                            + JOB
                                            + "\",\"name\":\"job\",\"isStoppable\":false,"
                                            + "\"state\":\"RUNNING\"}";
                    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        server.start();
        return server;
    }

    @Test
    void a_job_that_takes_no_savepoint_goes_on_and_it_is_said_why() throws Exception {
        HttpServer server = cluster();
        try {
            Command upgraded =
                    upgrade(server.getAddress().getPort(), "echo 'no savepoint in time'; exit 1");
            assertThat(upgraded.exit()).as(upgraded.printed()).isEqualTo(3);
            assertThat(upgraded.printed())
                    .contains("no savepoint in time")
                    .contains("job " + JOB + " was not stopped; it goes on");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void a_cluster_that_does_not_answer_is_named() throws Exception {
        int port = FreePort.choose();
        Command upgraded = upgrade(port, "exit 1");
        assertThat(upgraded.exit()).as(upgraded.printed()).isEqualTo(2);
        assertThat(upgraded.printed()).contains("0 jobs run at http://127.0.0.1:" + port);
    }
}
