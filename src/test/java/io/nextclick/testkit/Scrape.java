package io.nextclick.testkit;

import io.nextclick.demo.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;

/** What Flink's Prometheus reporter exposes in this process, with the shipped filter. */
public final class Scrape {

    /** What a cluster is configured with. */
    public static final Path SHIPPED = Path.of("deploy/prometheus/flink-metrics.yaml");

    private static final String REPORTER = "metrics.reporter.%s.%s";
    private static final int PORT = FreePort.choose();
    private static final int UNFILTERED_PORT = FreePort.choose();

    private Scrape() {}

    /** Adds the shipped reporter, and one without its filter, each on a free port. */
    public static Configuration reported(Configuration configuration) {
        configuration.addAll(shipped());
        set(configuration, "prom", "port", String.valueOf(PORT));
        set(configuration, "all", "port", String.valueOf(UNFILTERED_PORT));
        set(
                configuration,
                "all",
                "factory.class",
                configuration.toMap().get(REPORTER.formatted("prom", "factory.class")));
        configuration.setString("metrics.reporters", "prom,all");
        return configuration;
    }

    /** The shipped settings, read by Flink itself. */
    public static Configuration shipped() {
        try {
            Path folder = Files.createTempDirectory("flink-metrics");
            Path file = Files.copy(SHIPPED, folder.resolve("config.yaml"));
            Configuration shipped = GlobalConfiguration.loadConfiguration(folder.toString());
            Files.delete(file);
            Files.delete(folder);
            return shipped;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The samples that the shipped reporter gives, as Prometheus reads them. */
    public static List<String> samples() {
        return samples(PORT);
    }

    /** The samples without a filter. */
    public static List<String> unfiltered() {
        return samples(UNFILTERED_PORT);
    }

    private static List<String> samples(int port) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void set(Configuration into, String reporter, String key, String value) {
        into.setString(REPORTER.formatted(reporter, key), value);
    }
}
