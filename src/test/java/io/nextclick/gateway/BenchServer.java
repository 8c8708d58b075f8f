package io.nextclick.gateway;

import io.nextclick.demo.FreePort;
import io.nextclick.testkit.ChildJvm;
import io.nextclick.testkit.GatewayClient;
import io.nextclick.testkit.Patience;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server in a JVM of its own that is ready. Its close kills it, so a view is as a crash leaves
 * it.
 */
record BenchServer(ChildJvm jvm, GatewayClient http, int port) implements AutoCloseable {

    /**
     * Starts one.
     *
     * @param ready path that is answered with 200 once it is ready
     * @param arguments of the class; one that ends with {@code -port} gets the port behind it, and
     *     else the port is the first
     */
    static BenchServer start(
            Path folder, String name, Class<?> main, String ready, List<String> arguments)
            throws Exception {
        int port = FreePort.choose();
        List<String> all = new ArrayList<>();
        all.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path"), main.getName()));
        if (arguments.get(arguments.size() - 1).endsWith("port")) {
            all.addAll(arguments);
            all.add(String.valueOf(port));
        } else {
            all.add(String.valueOf(port));
            all.addAll(arguments);
        }
        ChildJvm jvm = ChildJvm.start(name, folder, all);
        GatewayClient http = new GatewayClient(port);
        Patience.await("a server that is ready: " + name)
                .failFast("it ended", () -> !jvm.isAlive())
                .ignoreExceptionsInstanceOf(ConnectException.class)
                .until(() -> http.get(ready, null).status() == 200);
        return new BenchServer(jvm, http, port);
    }

    long cpuNanos() {
        return jvm.cpuTime().map(Duration::toNanos).orElse(0L);
    }

    /** The sum of a metric over its labels. */
    double metric(String pattern) throws Exception {
        String text = new String(http.get("/metrics", null).http().body(), StandardCharsets.UTF_8);
        Matcher line =
                Pattern.compile("(?m)^nextclick_gateway_" + pattern + " (\\d+)$").matcher(text);
        double sum = 0;
        while (line.find()) {
            sum += Double.parseDouble(line.group(1));
        }
        return sum;
    }

    @Override
    public void close() throws InterruptedException {
        jvm.kill();
        jvm.close();
    }
}
