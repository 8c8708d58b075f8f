package io.nextclick.bench;

import io.nextclick.demo.EmbeddedKafka;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.util.FileUtils;
import org.jspecify.annotations.Nullable;

/**
 * A broker in a JVM of its own. It ends with its standard input, so with whoever started it. When
 * it ends, it deletes the folder of the run, so that nothing is left even if that one was killed.
 */
final class Broker {

    private static final int DELETE_TRIES = 100;

    private Broker() {}

    /**
     * Prints the broker's address and serves until standard input ends.
     *
     * @param args folder of the run, partitions of a topic
     */
    public static void main(String[] args) throws Exception {
        PrintStream answers = System.out;
        System.setOut(new PrintStream(System.err, true, StandardCharsets.UTF_8));
        Path folder = Path.of(args[0]);
        AtomicReference<@Nullable EmbeddedKafka> started = new AtomicReference<>();
        // A hook, since a signal to all processes of the bench ends this one, too.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(started.get(), folder)));
        EmbeddedKafka kafka =
                EmbeddedKafka.start(folder.resolve("kafka"), Integer.parseInt(args[1]));
        started.set(kafka);
        answers.println(kafka.bootstrapServers());
        while (System.in.read() >= 0) {
            // Nothing is said but that it is over.
        }
        System.exit(0);
    }

    private static void end(@Nullable EmbeddedKafka kafka, Path folder) {
        if (kafka != null) {
            kafka.close();
        }
        try {
            delete(folder);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Other processes of the run may still write into it for a moment. */
    static void delete(Path folder) throws InterruptedException {
        for (int tries = 0; Files.exists(folder) && tries < DELETE_TRIES; tries++) {
            try {
                FileUtils.deleteDirectory(folder.toFile());
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }
}
