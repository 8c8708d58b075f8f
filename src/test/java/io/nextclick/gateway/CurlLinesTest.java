package io.nextclick.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nextclick.testkit.Schemas;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What documents have curl ask for is in {@code openapi.yaml}. */
class CurlLinesTest {

    private static final Pattern BLOCK = Pattern.compile("(?s)```\\w*\\n(.*?)```");

    /** A command up to the next one, or to a line that is an answer. */
    private static final Pattern CURL =
            Pattern.compile("(?s)curl -s.*?(?=\\n\\$? ?curl|\\n\\{|\\s*\\z)");

    private static final Pattern METHOD = Pattern.compile("-X (\\w+)");
    private static final Pattern TARGET =
            Pattern.compile("localhost:8080(/[^\\s'?]*)(?:\\?([^\\s']*))?");

    private static List<String> commands(String document) {
        List<String> commands = new ArrayList<>();
        Matcher block = BLOCK.matcher(document);
        while (block.find()) {
            Matcher curl = CURL.matcher(block.group(1));
            while (curl.find()) {
                commands.add(curl.group());
            }
        }
        return commands;
    }

    /** What is wrong with a command; nothing if it may be run. */
    private static List<String> faults(String command) {
        Matcher target = TARGET.matcher(command);
        if (!target.find()) {
            return List.of("it asks no gateway");
        }
        boolean sends = command.contains(" -d ");
        Matcher stated = METHOD.matcher(command);
        String method = stated.find() ? stated.group(1) : sends ? "POST" : "GET";
        JsonNode operation = operation(target.group(1)).path(method.toLowerCase(Locale.ROOT));
        if (operation.isMissingNode()) {
            return List.of("no %s %s".formatted(method, target.group(1)));
        }
        List<String> faults = new ArrayList<>();
        if (!operation.path("security").isEmpty() && !command.contains("-H \"$KEY\"")) {
            faults.add("without a key");
        }
        boolean json =
                operation.path("requestBody").path("content").has("application/json")
                        && command.contains("-H \"$JSON\"");
        if (sends && !json) {
            faults.add("curl would send a form");
        }
        String query = Optional.ofNullable(target.group(2)).orElse("");
        for (String parameter : query.split("&", -1)) {
            String name = parameter.replaceFirst("=.*", "");
            if (!name.isEmpty() && !operation.findValuesAsText("name").contains(name)) {
                faults.add("no parameter " + name);
            }
        }
        return faults;
    }

    private static JsonNode operation(String path) {
        for (var each : Schemas.document().path("paths").properties()) {
            if (path.matches(each.getKey().replaceAll("\\{\\w+}", "[^/]+"))) {
                return each.getValue();
            }
        }
        return Schemas.document().path("none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/gateway.md"})
    void each_command_is_one_that_the_gateway_answers(String document) throws Exception {
        List<String> commands = commands(Files.readString(Path.of(document)));
        assertThat(commands).hasSizeGreaterThan(2);
        commands.removeIf(command -> command.startsWith("curl -sf"));
        assertThat(commands).allSatisfy(each -> assertThat(faults(each)).as(each).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "curl -s -H \"$KEY\" localhost:8080/v1/lists | no GET /v1/lists",
                "curl -s -X PUT -H \"$KEY\" localhost:8080/v1/popular | no PUT /v1/popular",
                "curl -s localhost:8080/v1/popular?n=1 | without a key",
                "curl -s -H \"$KEY\" localhost:8080/v1/events -d '[]' | curl would send a form",
                "curl -s -H \"$KEY\" localhost:8080/v1/popular?count=1 | no parameter count",
                "curl -s example.com | it asks no gateway",
            },
            quoteCharacter = '`')
    void a_command_that_would_fail_is_found(String command, String fault) {
        assertThat(faults(command)).containsExactly(fault);
    }

    @Test
    void commands_of_more_lines_are_taken_whole() {
        String document = "```\n$ curl -s a \\\n  -d b\n{\"c\": 1}\ncurl -s d\n```\n";
        assertThat(commands(document)).containsExactly("curl -s a \\\n  -d b", "curl -s d");
    }
}
