package io.nextclick.cli;

import io.nextclick.option.Option;
import io.nextclick.rule.CompiledRule;
import io.nextclick.rule.ConditionLanguage;
import io.nextclick.rule.DefinitionReader;
import io.nextclick.rule.Rule;
import io.nextclick.rule.RuleBook;
import io.nextclick.rule.RuleFault;
import io.nextclick.rule.RuleReader;
import io.nextclick.rule.RuleUpdate;
import io.nextclick.rule.StarterRules;
import io.nextclick.segment.Plans;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rules in files, each checked by itself and all of them together, as the job checks what comes by
 * the topic.
 *
 * @param files the files in the order of their names
 * @param updates what the job would put in force
 */
public record RuleFiles(List<Checked> files, List<RuleUpdate> updates) {

    /** The name that stands for the rules that are shipped. */
    public static final String STARTER = "starter";

    /** No rules. */
    static final RuleFiles NONE = new RuleFiles(List.of(), List.of());

    /** More than {@link DefinitionReader#MAX_LENGTH} characters, so that the reader says so. */
    private static final int MAX_BYTES = 4 * DefinitionReader.MAX_LENGTH + 4;

    /**
     * A file and what is wrong with it.
     *
     * @param name the file's name
     * @param rule the rule, or null if anything is wrong
     * @param plan how its pattern would be matched; empty if anything is wrong
     * @param faults all that is wrong
     */
    record Checked(String name, @Nullable Rule rule, String plan, List<RuleFault> faults) {}

    /** The rules that would be in force. */
    List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        for (Checked file : files) {
            Rule rule = file.rule();
            if (rule != null) {
                rules.add(rule);
            }
        }
        return rules;
    }

    /** True if the job would refuse one of them. */
    boolean anyRefused() {
        return files.stream().anyMatch(file -> !file.faults().isEmpty());
    }

    /**
     * Reads and checks rules.
     *
     * @param from a file, a folder of them, or {@value #STARTER}
     * @throws IOException if there is nothing to read; the message says why
     */
    public static RuleFiles read(String from, int maxRules) throws IOException {
        ConditionLanguage language = new ConditionLanguage();
        RuleReader reader = new RuleReader(language);
        RuleBook book = new RuleBook(maxRules);
        Map<String, String> fileOf = new HashMap<>();
        List<Checked> files = new ArrayList<>();
        List<RuleUpdate> updates = new ArrayList<>();
        for (Map.Entry<String, String> file : texts(from).entrySet()) {
            RuleReader.Reading reading = reader.read(file.getValue());
            List<RuleFault> faults = new ArrayList<>(reading.faults());
            Rule rule = reading.rule();
            if (rule != null) {
                String other = fileOf.putIfAbsent(rule.ruleKey(), file.getKey());
                if (other != null) {
                    faults.add(new RuleFault("/rule_id", other + " has it, too"));
                } else {
                    book.put(rule, reading.text(), faults).ifPresent(updates::add);
                }
            }
            boolean right = rule != null && faults.isEmpty();
            String plan =
                    rule != null && right ? Plans.nameOf(new CompiledRule(rule, language)) : "";
            files.add(new Checked(file.getKey(), right ? rule : null, plan, faults));
        }
        return new RuleFiles(files, updates);
    }

    /**
     * The rules that an option names, to be sent.
     *
     * @throws IOException if there is nothing to read
     * @throws IllegalArgumentException if the job would refuse one of them
     */
    public static List<RuleUpdate> toSend(Option<String> option, String from, int maxRules)
            throws IOException {
        RuleFiles files = read(from, maxRules);
        if (files.anyRefused()) {
            throw new IllegalArgumentException(
                    option.invalid(
                            from,
                            "a rule is refused; mvn -q -Prules -Drule=%s says why"
                                    .formatted(from)));
        }
        return files.updates();
    }

    private static Map<String, String> texts(String from) throws IOException {
        if (from.equals(STARTER)) {
            return StarterRules.texts();
        }
        Path path = Path.of(from);
        if (!Files.exists(path)) {
            throw new IOException(
                    "no such file or folder; '%s' stands for the rules that are shipped"
                            .formatted(STARTER));
        }
        if (!Files.isDirectory(path)) {
            return Map.of(String.valueOf(path.getFileName()), text(path));
        }
        List<Path> found;
        try (Stream<Path> entries = Files.list(path)) {
            found = entries.filter(RuleFiles::isRule).sorted().toList();
        }
        if (found.isEmpty()) {
            throw new IOException("no file in it ends in .yaml, .yml or .json");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Path file : found) {
            texts.put(String.valueOf(file.getFileName()), text(file));
        }
        return texts;
    }

    private static boolean isRule(Path path) {
        String name = path.toString();
        return Files.isRegularFile(path)
                && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
    }

    /** The text of a definition's file; cut off where it is too long for a definition. */
    static String text(Path path) throws IOException {
        try (InputStream stream = Files.newInputStream(path)) {
            return new String(stream.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        }
    }
}
