package io.nextclick.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.RepeatedTest;

class FreePortTest {

    /** The first port that Linux gives away by itself, unless it is told otherwise. */
    private static final int GIVEN_BY_LINUX = 32_768;

    @RepeatedTest(20)
    void a_chosen_port_can_be_bound_and_is_below_those_that_systems_give_away() throws IOException {
        int port = FreePort.choose();

        try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(server.getLocalPort())
                    .isGreaterThanOrEqualTo(FreePort.LOWEST)
                    .isLessThan(GIVEN_BY_LINUX);
        }
    }
}
