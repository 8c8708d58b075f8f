package io.nextclick.identity;

import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import io.nextclick.generate.ShopGenerator;
import io.nextclick.generate.ShopProfile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Links the devices of a generated log, and judges the links by the true persons. */
final class LinkCorpus {

    private static final LinkSettings RULES = LinkSettings.defaults();
    private static final LinkModel MODEL =
            new LinkModel(RULES.weights(), RULES.continuationMillis());

    final List<LinkVerdict> verdicts = new ArrayList<>();
    int crowdedBlocks;
    long judgements;

    private final Map<String, DeviceBlock> blocks = new HashMap<>();
    private final Map<String, Map<String, Integer>> anonymousEvents = new HashMap<>();
    private final Map<String, Set<String>> personsOfDevice = new HashMap<>();
    private final Map<String, Set<String>> devicesOfUser = new HashMap<>();
    private final @Nullable LevelCounts counts;

    private LinkCorpus(@Nullable LevelCounts counts) {
        this.counts = counts;
    }

    /** Links the first events of a shop of so many people, one event a second. */
    static LinkCorpus read(int people, double deviceChurn, long seed, int events) {
        return read(people, deviceChurn, seed, events, null);
    }

    /** The same, and counts the levels of all pairs that are compared. */
    static LinkCorpus read(
            int people, double churn, long seed, int events, @Nullable LevelCounts counts) {
        ShopProfile demo = ShopProfile.demo();
        ShopProfile profile =
                new ShopProfile(
                        demo.items(),
                        demo.leafCategories(),
                        demo.brands(),
                        people,
                        demo.startMillis(),
                        1,
                        demo.popularityExponent(),
                        demo.outOfStockShare(),
                        demo.sharedDeviceShare(),
                        demo.registeredShare(),
                        churn);
        ShopGenerator shop = new ShopGenerator(profile, seed);
        LinkCorpus corpus = new LinkCorpus(counts);
        for (int i = 0; i < events; i++) {
            corpus.add(shop.next(), shop.lastPerson());
        }
        return corpus;
    }

    private void add(Event event, String person) {
        String device = String.valueOf(event.deviceId());
        String user = event.userId();
        personsOfDevice.computeIfAbsent(device, absent -> new HashSet<>()).add(person);
        if (user == null) {
            anonymousEvents
                    .computeIfAbsent(device, absent -> new HashMap<>())
                    .merge(userOf(person), 1, Integer::sum);
        } else if (event.type() != EventType.LOGOUT) {
            devicesOfUser.computeIfAbsent(user, absent -> new HashSet<>()).add(device);
        }
        DeviceBlock block =
                blocks.computeIfAbsent(MatchDevices.blockKey(event), absent -> new DeviceBlock());
        switch (block.add(event, device, RULES)) {
            case CROWDED -> crowdedBlocks++;
            case EVIDENCE -> {
                judgements++;
                verdicts.addAll(block.judge(device, MODEL, RULES));
                count(block, device);
            }
            case IGNORED, KEPT -> {
                // Nothing to judge.
            }
        }
    }

    /** The generator gives account u7 to person p7. */
    private static String userOf(String person) {
        return "u" + person.substring(1);
    }

    /** The user behind most of the device's events without login; "" if it has none. */
    private String truth(String device) {
        Map<String, Integer> users = anonymousEvents.getOrDefault(device, Map.of());
        return users.isEmpty()
                ? ""
                : Collections.max(users.entrySet(), Map.Entry.comparingByValue()).getKey();
    }

    /** Pairs of device and user, accepted on one network or more. */
    Set<String> accepted() {
        Set<String> pairs = new HashSet<>();
        for (LinkVerdict verdict : verdicts) {
            if (verdict.accepted()) {
                pairs.add(verdict.deviceId() + ' ' + verdict.userId());
            }
        }
        return pairs;
    }

    /** True pairs of which the user is known by login on another device. */
    Set<String> findable() {
        Set<String> pairs = new HashSet<>();
        anonymousEvents.forEach(
                (device, users) -> {
                    String user = truth(device);
                    int events = users.values().stream().mapToInt(Integer::intValue).sum();
                    Set<String> others = new HashSet<>(devicesOfUser.getOrDefault(user, Set.of()));
                    others.remove(device);
                    if (events >= RULES.minEvents() && !others.isEmpty()) {
                        pairs.add(device + ' ' + user);
                    }
                });
        return pairs;
    }

    double precision() {
        Set<String> accepted = accepted();
        return (double) right(accepted) / accepted.size();
    }

    double recall() {
        Set<String> found = accepted();
        Set<String> findable = findable();
        found.retainAll(findable);
        return (double) found.size() / findable.size();
    }

    private long right(Set<String> pairs) {
        return pairs.stream()
                .map(pair -> pair.split(" ", -1))
                .filter(pair -> pair[1].equals(truth(pair[0])))
                .count();
    }

    String describe() {
        Set<String> accepted = accepted();
        long uncertain = verdicts.stream().filter(verdict -> !verdict.accepted()).count();
        return "precision %.3f (%d of %d guesses), recall %.3f of %d, %d uncertain, %d crowded"
                .formatted(
                        precision(),
                        right(accepted),
                        accepted.size(),
                        recall(),
                        findable().size(),
                        uncertain,
                        crowdedBlocks);
    }

    private void count(DeviceBlock block, String deviceId) {
        if (counts == null) {
            return;
        }
        DeviceProfile device =
                block.devices.stream()
                        .filter(each -> each.deviceId.equals(deviceId))
                        .findFirst()
                        .orElseThrow();
        for (DeviceProfile other : block.devices) {
            boolean comparable = device.isAnonymous() ? other.hasOneUser() : other.isAnonymous();
            if (comparable
                    && (device.isAnonymous() || device.hasOneUser())
                    && other.hasEvidence(RULES)) {
                boolean match =
                        !Collections.disjoint(
                                personsOfDevice.getOrDefault(deviceId, Set.of()),
                                personsOfDevice.getOrDefault(other.deviceId, Set.of()));
                counts.add(MODEL.compare(device, other), match);
            }
        }
    }

    /** How often the comparisons of true matches and of others came to each level. */
    static final class LevelCounts {

        private static final int LEVELS = 8;
        private final Map<String, long[][]> counts = new HashMap<>();

        void add(LinkModel.Agreement agreement, boolean match) {
            add("userAgent", agreement, LinkModel.Agreement::userAgent, match);
            add("timeZone", agreement, LinkModel.Agreement::timeZone, match);
            add("interests", agreement, LinkModel.Agreement::interests, match);
            add("items", agreement, LinkModel.Agreement::items, match);
            add("timing", agreement, LinkModel.Agreement::timing, match);
            add("hours", agreement, LinkModel.Agreement::hours, match);
            add("anonymity", agreement, LinkModel.Agreement::anonymity, match);
        }

        private void add(
                String name,
                LinkModel.Agreement agreement,
                ToIntFunction<LinkModel.Agreement> levelOf,
                boolean match) {
            int level = levelOf.applyAsInt(agreement);
            if (level != MatchLevels.MISSING) {
                counts.computeIfAbsent(name, absent -> new long[2][LEVELS])[match ? 0 : 1][level]++;
            }
        }

        /** The m- or u-probability of a level. */
        double chance(String name, boolean match, int level) {
            long[] of = counts.getOrDefault(name, new long[2][LEVELS])[match ? 0 : 1];
            long sum = 0;
            for (long count : of) {
                sum += count;
            }
            return (double) of[level] / sum;
        }
    }
}
