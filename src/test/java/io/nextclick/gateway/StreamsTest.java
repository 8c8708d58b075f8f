package io.nextclick.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.codec.CodecSettings;
import io.nextclick.testkit.GatewayClient;
import io.nextclick.testkit.Patience;
import io.undertow.Undertow;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Places of streams, with readers that go away. */
class StreamsTest {

    private static final int MOST = 3;

    @TempDir private Path folder;

    private Streams streams;
    private Undertow server;

    @BeforeEach
    void start() throws Exception {
        Sites sites = Sites.read(GatewayClient.sites(folder));
        Lists lists = new Lists(new Entries(new HeapView()), System::currentTimeMillis);
        Devices devices =
                new Devices(
                        new Tickets(1_000), new Origins(sites, false), System::currentTimeMillis);
        Stats stats = new Stats(sites, System::currentTimeMillis, lists, CodecSettings.DEFAULT);
        streams = new Streams(MOST, lists, devices, new Waiting(1), stats, new Counts());
        Caller caller = new Caller(sites.all().get(0), true);
        server =
                Undertow.builder()
                        .addHttpListener(0, "127.0.0.1")
                        // As if the reader went before its stream begins: it never does.
                        .setHandler(
                                exchange -> {
                                    var unused =
                                            streams.inspect(
                                                    new Request(exchange, new byte[0], caller));
                                })
                        .build();
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private Socket ask() throws Exception {
        int port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
        Socket reader = new Socket(InetAddress.getLoopbackAddress(), port);
        reader.getOutputStream()
                .write(
                        "GET /v1/inspect?device=phone HTTP/1.1\r\nHost: a\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
        return reader;
    }

    @Test
    void a_reader_that_goes_before_its_stream_begins_leaves_its_place() throws Exception {
        for (int i = 0; i < 2 * MOST; i++) {
            try (Socket reader = ask()) {
                Patience.await("a taken place").until(() -> streams.open() == 1);
                assertThat(reader.isConnected()).isTrue();
            }
            Patience.await("a place that is free again").until(() -> streams.open() == 0);
        }
    }
}
