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

    /**
     * Stages with times of their own, behind a first one of any kind; also where none is allowed.
     */
    String withStageTimes() {
        StringBuilder yaml = new StringBuilder();
        yaml.append("rule_id: random\nversion: 1\nkind: SEGMENT\npattern:\n");
        yaml.append("  within: ").append(8 + random.nextInt(14)).append(" ms\n  stages:\n");
        int stages = 2 + random.nextInt(MAX_STAGES - 1);
        for (int i = 0; i < stages; i++) {
            field(yaml.append("  -\n"), "name", "s" + i);
            field(yaml, "when", condition());
            if (i == 0) {
                String[] times = {"1", "1", "\"1+\"", "2", "\"1..2\""};
                field(yaml, "times", times[random.nextInt(5)]);
                continue;
            }
            String[] contiguities = {"strict", "relaxed", "relaxed", "any"};
            field(yaml, "contiguity", contiguities[random.nextInt(4)]);
            if (i + 1 < stages && random.nextInt(4) == 0) {
                field(yaml, "absent", "true");
            } else if (random.nextInt(3) > 0) {
                field(yaml, "within", (1 + random.nextInt(6)) + " ms");
            }
        }
        return yaml.toString();
    }

    private String stage(int place, boolean plain) {
        StringBuilder stage = new StringBuilder();
        stage.append("  - name: s").append(place).append('\n');
        field(stage, "when", condition());
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
            field(stage, "until", condition());
        }
        if (place > 0 && random.nextInt(6) == 0) {
            field(stage, "within", (1 + random.nextInt(6)) + " ms");
        }
        return stage.toString();
    }

    private String condition() {
        return "event.query.contains('%d')".formatted(random.nextInt(4));
    }

    /** The text that a condition asks for in the query. */
    static String digit(String condition) {
        return condition.replaceAll("\\D", "");
    }

    private static void field(StringBuilder stage, String name, String value) {
        stage.append("    ").append(name).append(": ").append(value).append('\n');
    }
}
