package io.nextclick.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * {@code mvn -Pfaults}: runs faults on a cluster of real processes and prints a line for each. The
 * measure is a run that nothing disturbed; a second one shows what differs anyway. Exits with 1 if
 * anything was lost, doubled or stale.
 */
public final class Faults {

    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
    private static final int FIRST_PORT = 24_000;

    private Faults() {}

    /** Runs them; {@code -D} properties say which, see docs/operations.md. */
    public static void main(String[] args) throws Exception {
        int seeds = Integer.parseInt(given("seeds", "0"));
        boolean exactlyOnce = given("guarantee", "").equals("exactly-once");
        List<Fault> menu = menu(given("faults", ""));
        Path folder = Path.of(given("folder", "target/faults")).toAbsolutePath();
        Files.createDirectories(folder);
        boolean clean = true;
        try (RealCluster cluster = RealCluster.start(folder, FIRST_PORT)) {
            System.out.printf(
                    Locale.ROOT,
                    "%-24s %6s %6s %6s %6s %6s %6s %6s %8s %8s %8s %7s%n",
                    "fault",
                    "lost",
                    "doubl",
                    "stale",
                    "lists",
                    "sess",
                    "segm",
                    "ident",
                    "pairs",
                    "repeated",
                    "incompl",
                    "gap s");
            int number = 0;
            Outcome oracle = new FaultCase(cluster, Fault.NONE, .5, number++, exactlyOnce).run();
            clean &= print(Fault.NONE, oracle, oracle);
            for (int seed = 0; seed < Math.max(1, seeds); seed++) {
                Random random = new Random(seed);
                List<Fault> faults =
                        seeds == 0 ? menu : List.of(menu.get(random.nextInt(menu.size())));
                for (Fault fault : faults) {
                    double moment = seeds == 0 ? .4 : .1 + .8 * random.nextDouble();
                    Outcome outcome =
                            new FaultCase(cluster, fault, moment, number++, exactlyOnce).run();
                    clean &= print(fault, outcome, oracle);
                }
            }
        }
        System.exit(clean ? 0 : 1);
    }

    private static String given(String key, String defaultValue) {
        String value = System.getProperty(key, "").strip();
        return value.isEmpty() ? defaultValue : value;
    }

    private static List<Fault> menu(String names) {
        if (names.isEmpty()) {
            return Arrays.asList(Fault.values());
        }
        return COMMA.splitAsStream(names)
                .map(name -> Fault.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')))
                .toList();
    }

    private static boolean print(Fault fault, Outcome outcome, Outcome oracle) {
        long missing = oracle.sessionEvents() - outcome.sessionEvents();
        long lost = Math.max(0, missing);
        for (String person : oracle.lists().keySet()) {
            lost += outcome.lists().containsKey(person) ? 0 : 1;
        }
        long doubled = Math.max(0, -missing);
        int lists = Outcome.differing(outcome.lists(), oracle.lists());
        int sessions = Outcome.differing(outcome.sessions(), oracle.sessions());
        int segments = Outcome.differing(outcome.segments(), oracle.segments());
        int identity = Outcome.differing(outcome.identity(), oracle.identity());
        int pairs = Outcome.differingPairs(outcome.pairs(), oracle.pairs());
        System.out.printf(
                Locale.ROOT,
                "%-24s %6d %6d %6d %6d %6d %6d %6d %8d %8d %8d %7.1f   of %d lists, %d sessions,"
                        + " %d memberships, %d devices, %d items; %d dead letters%n",
                fault.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                lost,
                doubled,
                outcome.staleUpserts(),
                lists,
                sessions,
                segments,
                identity,
                pairs,
                outcome.repeatedLists(),
                outcome.incompleteLists(),
                outcome.gapMillis() / 1e3,
                oracle.lists().size(),
                oracle.sessions().size(),
                oracle.segments().size(),
                oracle.identity().size(),
                oracle.pairs().size(),
                outcome.deadLetters());
        if (lists + sessions + segments + identity + pairs > 0) {
            System.out.printf(
                    "  lists: %s%n  sessions: %s%n  segments: %s%n  identity: %s%n  pairs: %s%n",
                    Outcome.example(outcome.lists(), oracle.lists()),
                    Outcome.example(outcome.sessions(), oracle.sessions()),
                    Outcome.example(outcome.segments(), oracle.segments()),
                    Outcome.example(outcome.identity(), oracle.identity()),
                    pairs == 0 ? "" : Outcome.example(outcome.pairs(), oracle.pairs()));
        }
        return lost == 0 && doubled == 0 && outcome.staleUpserts() == 0;
    }
}
