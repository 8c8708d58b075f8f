package io.nextclick.demo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker that cannot start says so to its caller, who goes on. */
class EmbeddedKafkaIT {

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"CLIENTS", "CONTROLLER"})
    void a_port_that_is_taken_is_refused_by_name(String listener) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int other = FreePort.choose();
            boolean clients = listener.equals("CLIENTS");
            int port = clients ? taken.getLocalPort() : other;
            int controller = clients ? other : taken.getLocalPort();
            Map<String, String> ports =
                    Map.of(
                            "listeners",
                            "CLIENTS://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                                    .formatted(port, controller),
                            "advertised.listeners",
                            "CLIENTS://127.0.0.1:" + port,
                            "controller.quorum.voters",
                            "1@127.0.0.1:" + controller);

            assertThatThrownBy(() -> EmbeddedKafka.start(folder, 1, ports))
                    .hasMessageContaining(String.valueOf(taken.getLocalPort()));
        }
    }
}
