package io.nextclick.gateway;

import io.undertow.Undertow;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Undertow with nothing behind it: the same bytes to whoever asks. */
public final class BenchBare {

    private BenchBare() {}

    /**
     * Serves until the process is ended.
     *
     * @param args port, file of the answer
     */
    public static void main(String[] args) throws Exception {
        byte[] body = Files.readAllBytes(Path.of(args[1]));
        Undertow.builder()
                .addHttpListener(Integer.parseInt(args[0]), "127.0.0.1")
                .setHandler(
                        exchange -> {
                            var headers = exchange.getResponseHeaders();
                            headers.put(Headers.CONTENT_TYPE, "application/json");
                            headers.put(Headers.CACHE_CONTROL, "no-store");
                            headers.put(new HttpString("X-Content-Type-Options"), "nosniff");
                            exchange.getResponseSender().send(ByteBuffer.wrap(body));
                        })
                .build()
                .start();
        Thread.currentThread().join();
    }
}
