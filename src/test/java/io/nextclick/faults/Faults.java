package io.nextclick.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
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
        int pairs = Integer.parseInt(given("overhead", "0"));
        if (pairs > 0) {
            new Overhead(folder, FIRST_PORT).measure(pairs);
            return;
        }
        boolean clean;
        try (RealCluster cluster = RealCluster.start(folder, FIRST_PORT)) {
            System.out.println(Verdict.head());
            List<Verdict> verdicts = new ArrayList<>();
            int number = 0;
            Map<Fault, Outcome> oracles = new EnumMap<>(Fault.class);
            for (int seed = 0; seed < Math.max(1, seeds); seed++) {
                List<Fault> faults = seeds == 0 ? menu : List.of(menu.get(seed % menu.size()));
                for (Fault fault : faults) {
                    if (!fault.isPermitted()) {
                        System.out.printf(
                                "%-24s skipped: no network of its own%n", fault.menuName());
                        continue;
                    }
                    Fault calm = fault.hasHotItem() ? Fault.HOT_ITEM_ALONE : Fault.NONE;
                    if (!oracles.containsKey(calm)) {
                        Outcome oracle =
                                new FaultCase(cluster, calm, .5, number++, exactlyOnce).run();
                        oracles.put(calm, oracle);
                        System.out.printf(
                                "%s   %d lists, %d sessions, %d memberships, %d devices, %d items%n",
                                Verdict.of(calm, oracle, oracle),
                                oracle.lists().size(),
                                oracle.sessions().size(),
                                oracle.segments().size(),
                                oracle.identity().size(),
                                oracle.pairs().size());
                    }
                    double moment =
                            seeds == 0 ? .4 : .1 + .8 * new SplittableRandom(seed).nextDouble();
                    Outcome outcome =
                            new FaultCase(cluster, fault, moment, number++, exactlyOnce).run();
                    verdicts.add(judge(fault, outcome, oracles.get(calm)));
                }
            }
            clean = verdicts.stream().allMatch(Verdict::isClean);
            if (seeds > 0) {
                printSums(verdicts);
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
            return Arrays.stream(Fault.values()).filter(fault -> !fault.isCalm()).toList();
        }
        return COMMA.splitAsStream(names)
                .map(name -> Fault.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')))
                .toList();
    }

    private static Verdict judge(Fault fault, Outcome outcome, Outcome oracle) {
        Verdict verdict = Verdict.of(fault, outcome, oracle);
        System.out.println(verdict);
        if (verdict.differs()) {
            System.out.printf(
                    "  lists: %s%n  sessions: %s%n  segments: %s%n  identity: %s%n  pairs: %s%n",
                    Outcome.example(outcome.lists(), oracle.lists()),
                    Outcome.example(outcome.sessions(), oracle.sessions()),
                    Outcome.example(outcome.segments(), oracle.segments()),
                    Outcome.example(outcome.identity(), oracle.identity()),
                    verdict.pairs() == 0 ? "" : Outcome.example(outcome.pairs(), oracle.pairs()));
        }
        return verdict;
    }

    /** A line for each fault: sums of lost, doubled and stale, the largest of all else. */
    private static void printSums(List<Verdict> verdicts) {
        System.out.printf("%n%s   runs%n", Verdict.head());
        for (Fault fault : Fault.values()) {
            List<Verdict> of = verdicts.stream().filter(each -> each.fault() == fault).toList();
            if (!of.isEmpty()) {
                System.out.printf("%s   %d%n", Verdict.sum(fault, of), of.size());
            }
        }
    }
}
