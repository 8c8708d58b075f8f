package io.nextclick.gateway;

import io.nextclick.testkit.GatewayClient;
import io.nextclick.testkit.Patience;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Requests over connections that stay open, written as bytes: a client costs little beside. */
final class BenchLoad {

    private static final long SECOND = 1_000_000_000L;
    private static final int TIMEOUT_MILLIS = 60_000;

    private final int port;
    private final int persons;
    private final int connections;

    BenchLoad(int port, int persons, int connections) {
        this.port = port;
        this.persons = persons;
        this.connections = connections;
    }

    /** Latencies in nanoseconds, in order; those of a paced run from when they were due. */
    record Run(long[] nanos, double seconds) {

        double rate() {
            return nanos.length / seconds;
        }

        double micros(double quantile) {
            int at = (int) Math.min(nanos.length - 1, Math.ceil(quantile * nanos.length));
            return nanos[at] / 1e3;
        }
    }

    /**
     * Asks for lists.
     *
     * @param rate requests a second over all connections; 0 is as many as there are answers
     */
    Run run(double seconds, double rate) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            long start = System.nanoTime();
            List<Callable<long[]>> clients = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                int first = i;
                clients.add(() -> client(first, start, (long) (seconds * SECOND), rate));
            }
            List<Future<long[]>> ended = threads.invokeAll(clients);
            double took = (System.nanoTime() - start) / (double) SECOND;
            List<long[]> all = new ArrayList<>();
            for (Future<long[]> each : ended) {
                all.add(Patience.get(each));
            }
            long[] nanos = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
            return new Run(nanos, took);
        } finally {
            threads.shutdownNow();
        }
    }

    private long[] client(int first, long start, long length, double rate) throws IOException {
        long[] nanos = new long[1024];
        int done = 0;
        long every = rate == 0 ? 0 : (long) (SECOND * connections / rate);
        long due = start + every * first / connections;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            for (int person = first; ; person += connections) {
                long begin = System.nanoTime();
                if (rate != 0) {
                    while (begin < due) {
                        LockSupport.parkNanos(due - begin);
                        begin = System.nanoTime();
                    }
                    begin = due;
                    due += every;
                }
                if (begin - start >= length) {
                    return Arrays.copyOf(nanos, done);
                }
                out.write(request(person % persons));
                answer(in);
                if (done == nanos.length) {
                    nanos = Arrays.copyOf(nanos, 2 * done);
                }
                nanos[done++] = System.nanoTime() - begin;
            }
        }
    }

    private static byte[] request(int person) {
        return """
               GET /v1/recommendations?device=p-%d HTTP/1.1\r
               Host: localhost\r
               Authorization: Bearer %s\r
               \r
               """
                .formatted(person, GatewayClient.SECRET)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads an answer; anything but 200 fails the bench. */
    private static void answer(InputStream in) throws IOException {
        String status = line(in);
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException("answered with " + status);
        }
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
            }
        }
        if (length == 0 || in.readNBytes(length).length != length) {
            throw new IOException("an answer without a list");
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int each = in.read(); each != '\n'; each = in.read()) {
            if (each < 0) {
                throw new IOException("the connection was closed");
            }
            if (each != '\r') {
                line.append((char) each);
            }
        }
        return line.toString();
    }
}
