package io.nextclick.send;

import io.nextclick.cli.CommandLine;
import io.nextclick.cli.RuleFiles;
import io.nextclick.event.CatalogItem;
import io.nextclick.event.Event;
import io.nextclick.generate.ShopGenerator;
import io.nextclick.generate.ShopProfile;
import io.nextclick.log.BehaviorLog;
import io.nextclick.rule.RuleUpdate;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.KafkaException;

/**
 * {@code mvn -Psend}: rules first, then items, then events. Exits with 0 if the broker has all,
 * with 1 if not, and with 2 if an option is wrong. Rules and a catalogue are read whole before
 * anything is sent.
 */
public final class SendCommand {

    private static final double GENERATED_RATE = 200;

    private SendCommand() {}

    /** Sends what the {@code -D} properties say, see docs/operations.md. */
    public static void main(String[] args) {
        System.exit(run(System.getProperties(), System.getenv(), System.out));
    }

    /** Sends, and returns the exit code. */
    static int run(Properties properties, Map<String, String> environment, PrintStream out) {
        try {
            SendOptions options = SendOptions.of(properties, environment);
            send(options, out);
            return 0;
        } catch (IllegalArgumentException e) {
            return CommandLine.usage("send", out, String.valueOf(e.getMessage()));
        } catch (IOException | KafkaException e) {
            out.println("send: " + e.getMessage());
            return 1;
        }
    }

    private static void send(SendOptions options, PrintStream out) throws IOException {
        List<RuleUpdate> rules = rules(options);
        List<CatalogItem> items = new ArrayList<>();
        Path catalogue = options.catalogue();
        if (catalogue != null) {
            Catalogue.read(catalogue, items::add);
        }
        ShopGenerator shop = options.generate() == 0 ? null : generated(options);
        if (shop != null) {
            items.addAll(shop.catalog());
        }
        try (Sending sending =
                new Sending(options.settings().kafka(), options.rate(), options.now())) {
            for (RuleUpdate rule : rules) {
                sending.send(rule);
            }
            for (CatalogItem item : items) {
                sending.send(item);
            }
            sending.flush();
            out.printf("send: %d rules, %d items%n", rules.size(), items.size());
            Path path = options.log();
            if (path != null) {
                try (BehaviorLog log = BehaviorLog.open(path, options.format())) {
                    send(log, Long.MAX_VALUE, sending);
                    if (log.skipped() > 0) {
                        out.printf(
                                "send: %d lines left out: %s%n",
                                log.skipped(), log.skippedByCause());
                    }
                }
            }
            if (shop != null) {
                send(shop, options.generate(), sending);
            }
            sending.flush();
            out.printf("send: %d events%n", sending.events());
        }
    }

    private static void send(Iterator<Event> events, long most, Sending sending)
            throws IOException {
        for (long sent = 0; sent < most && events.hasNext(); sent++) {
            sending.send(events.next());
        }
    }

    private static ShopGenerator generated(SendOptions options) {
        double rate = options.rate() > 0 ? options.rate() : GENERATED_RATE;
        return new ShopGenerator(
                ShopProfile.demo(rate).withStartMillis(System.currentTimeMillis()), options.seed());
    }

    private static List<RuleUpdate> rules(SendOptions options) throws IOException {
        String from = options.rules();
        return from == null
                ? List.of()
                : RuleFiles.toSend(
                        SendOptions.RULES, from, options.settings().triggers().maxRules());
    }
}
