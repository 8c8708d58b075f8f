package io.nextclick.segment;

import java.util.Random;

/**
 * Writes rules with random patterns: every feature of the language, also where it is not allowed.
 */
final class RandomPattern {

    private static final int MAX_STAGES = 4;

    private final Random random;

    RandomPattern(Random random) {
        this.random = random;
    }

    String yaml() {
        int stages = 1 + random.nextInt(MAX_STAGES);
        StringBuilder yaml = new StringBuilder();
        yaml.append("rule_id: random\nversion: 1\nkind: SEGMENT\npattern:\n");
        yaml.append("  within: ").append(2 + random.nextInt(20)).append(" ms\n");
        switch (random.nextInt(8)) {
            case 0 -> yaml.append("  after_match: skip_to_next\n");
            case 1, 2 -> yaml.append("  after_match: skip_past_last_event\n");
            case 3 -> yaml.append("  after_match: {skip_to_first: s0}\n");
            case 4 -> yaml.append("  after_match: {skip_to_last: s%d}\n".formatted(stages - 1));
            default -> {
                // Flink CEP's default.
            }
        }
        yaml.append("  stages:\n");
        boolean plain = random.nextInt(3) == 0;
        for (int i = 0; i < stages; i++) {
            yaml.append(stage(i, plain));
        }
        return yaml.toString();
    }

    private String stage(int place, boolean plain) {
        StringBuilder stage = new StringBuilder();
        stage.append("  - name: s").append(place).append('\n');
        stage.append("    when: event.quantity == ").append(random.nextInt(4)).append('\n');
        if (place > 0) {
            String[] contiguities = {"strict", "relaxed", "relaxed", plain ? "relaxed" : "any"};
            field(stage, "contiguity", contiguities[random.nextInt(4)]);
        }
        if (place > 0 && random.nextInt(4) == 0) {
            field(stage, "absent", "true");
            return stage.toString();
        }
        if (plain) {
            if (random.nextInt(3) == 0) {
                field(stage, "times", "" + (2 + random.nextInt(3)));
                if (random.nextInt(3) == 0) {
                    field(stage, "inner", "strict");
                }
            }
            return stage.toString();
        }
        boolean loops = false;
        switch (random.nextInt(7)) {
            case 0 -> field(stage, "times", "" + (2 + random.nextInt(2)));
            case 1 -> field(stage, "times", "\"1..3\"");
            case 2 -> {
                loops = true;
                field(stage, "times", "\"1+\"");
            }
            case 3 -> {
                loops = true;
                field(stage, "times", "\"2+\"");
            }
            default -> {
                // Once.
            }
        }
        if (random.nextInt(4) == 0) {
            field(stage, "inner", random.nextBoolean() ? "strict" : "any");
        }
        if (random.nextInt(6) == 0) {
            field(stage, "optional", "true");
        }
        if (random.nextInt(6) == 0) {
            field(stage, "greedy", "true");
        }
        if (loops && random.nextInt(3) == 0) {
            field(stage, "until", "event.quantity == " + random.nextInt(4));
        }
        if (place > 0 && random.nextInt(6) == 0) {
            field(stage, "within", (1 + random.nextInt(6)) + " ms");
        }
        return stage.toString();
    }

    private static void field(StringBuilder stage, String name, String value) {
        stage.append("    ").append(name).append(": ").append(value).append('\n');
    }
}
