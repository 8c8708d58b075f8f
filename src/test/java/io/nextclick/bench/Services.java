package io.nextclick.bench;

import io.nextclick.demo.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.curator.test.TestingServer;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster has besides its job: a ZooKeeper for its high availability, and somebody who reads
 * the metrics of Prometheus' reporter, as often as Prometheus does by default in {@code deploy/}.
 */
final class Services implements AutoCloseable {

    private static final String HIGH_AVAILABILITY = "ha";
    private static final long SCRAPE_SECONDS = 15;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path folder;
    private final TestingServer zookeeper;
    private final int port = FreePort.choose();
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final ScheduledExecutorService scraper =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "bench-scraper");
                        thread.setDaemon(true);
                        return thread;
                    });

    /** Bytes of the newest answer; 0 if there was none. */
    private volatile long scraped;

    private Services(Path folder, TestingServer zookeeper) {
        this.folder = folder;
        this.zookeeper = zookeeper;
    }

    /** Starts both. */
    static Services start(Path run) throws Exception {
        Path folder = Files.createDirectories(run.resolve("services"));
        Services services =
                new Services(
                        folder,
                        new TestingServer(FreePort.choose(), folder.resolve("zookeeper").toFile()));
        var unused =
                services.scraper.scheduleAtFixedRate(
                        services::scrape, SCRAPE_SECONDS, SCRAPE_SECONDS, TimeUnit.SECONDS);
        return services;
    }

    /**
     * A folder with Flink's settings and these services in them.
     *
     * @param other folder with settings in place of the checkout's; null for none
     */
    Path settings(Checkout checkout, @Nullable Path other) throws IOException {
        Path flink = other == null ? checkout.own("flink-conf") : other;
        Path settings = Files.createDirectories(folder.resolve("conf"));
        Files.writeString(
                settings.resolve("config.yaml"),
                String.join(
                        "\n",
                        Files.readString(flink.resolve("config.yaml")),
                        Files.readString(checkout.own("deploy/prometheus/flink-metrics.yaml")),
                        "metrics.reporter.prom.port: " + port,
                        "high-availability.zookeeper.quorum: " + zookeeper.getConnectString(),
                        "high-availability.storageDir: "
                                + folder.resolve(HIGH_AVAILABILITY).toUri(),
                        ""));
        return settings;
    }

    /**
     * To be called when a job has run for longer than {@value #SCRAPE_SECONDS} s.
     *
     * @throws IllegalStateException if it did not use them
     */
    void check() {
        boolean kept = Files.isDirectory(folder.resolve(HIGH_AVAILABILITY));
        if (scraped == 0 || !kept) {
            throw new IllegalStateException(
                    "%d bytes of metrics; high availability keeps anything: %s"
                            .formatted(scraped, kept));
        }
    }

    private void scrape() {
        try {
            URI metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
            HttpRequest request = HttpRequest.newBuilder(metrics).timeout(PATIENCE).build();
            scraped = client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body().length;
        } catch (IOException e) {
            scraped = 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        scraper.shutdownNow();
        zookeeper.close();
    }
}
