package io.nextclick.testkit;

import io.nextclick.gateway.Gateway;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The whole job on a real broker, and a gateway of two sites in front of it. */
public abstract class GatewayAndJob extends JobOnKafka {

    /** Calls the gateway. */
    protected static GatewayClient http;

    private static Gateway gateway;

    @BeforeAll
    static void startBoth() throws Exception {
        start(Map.of("recommend.deadline", Patience.OPTION), null, 0, 1);
        gateway =
                GatewayBesideJob.start(
                        client.bootstrapServers(), GatewayClient.sites(folder), Map.of());
        http = new GatewayClient(gateway.port());
        http.awaitReady();
    }

    @AfterAll
    static void stopGateway() {
        gateway.close();
    }
}
