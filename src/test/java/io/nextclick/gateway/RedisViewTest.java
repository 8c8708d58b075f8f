package io.nextclick.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.nextclick.demo.FreePort;
import io.nextclick.testkit.Patience;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** In a real server, where one is installed. */
class RedisViewTest extends ViewContract {

    @TempDir private Path folder;

    private @Nullable Process server;
    private int port;

    @Override
    View open() throws Exception {
        if (server == null) {
            String binary = binary();
            assumeThat(binary).as("redis-server is installed").isNotEmpty();
            port = FreePort.choose();
            server =
                    new ProcessBuilder(
                                    binary,
                                    "--bind",
                                    "127.0.0.1",
                                    "--port",
                                    String.valueOf(port),
                                    "--dir",
                                    folder.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("redis.log").toFile())
                            .start();
            Patience.await("a server that listens").until(this::listens);
        }
        return new RedisView("redis://127.0.0.1:" + port);
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static String binary() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(each -> Path.of(each, "redis-server"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse("");
    }

    @AfterEach
    void stopServer() throws Exception {
        if (server != null) {
            server.destroy();
            server.waitFor();
        }
    }

    @Test
    void a_restart_goes_on_where_it_was() throws Exception {
        goesOnWhereItWas(this);
    }

    @Test
    void what_the_server_does_not_take_is_a_failure_and_not_lost_in_silence() throws Exception {
        try (View view = open();
                Jedis admin = new Jedis("127.0.0.1", port)) {
            admin.configSet("maxmemory", "1");
            view.put(View.Kind.LIST, "ann", new byte[] {1});

            assertThatThrownBy(view::flush).isInstanceOf(JedisException.class);

            admin.configSet("maxmemory", "0");
            view.put(View.Kind.LIST, "ann", new byte[] {2});
            view.flush();
            assertThat(view.get(View.Kind.LIST, "ann")).containsExactly(2);
        }
    }
}
