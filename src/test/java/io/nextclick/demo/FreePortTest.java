package io.nextclick.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.RepeatedTest;

class FreePortTest {

    @RepeatedTest(20)
    void a_chosen_port_can_be_bound_and_is_from_no_range_of_the_system() throws IOException {
        int port = FreePort.choose();

        try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(server.getLocalPort())
                    .isBetween(FreePort.LOWEST, FreePort.HIGHEST)
                    .isLessThan(any.getLocalPort());
        }
    }
}
