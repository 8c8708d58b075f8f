package io.nextclick.evaluate.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChoiceReaderTest {

    private static final String HEADER = ",timestamp,item_id,position,click,propensity_score\n";

    @TempDir Path folder;

    private List<Choice> read(ChoiceReader.Format format, String surface, String... files)
            throws IOException {
        List<Path> paths = new ArrayList<>();
        for (String text : files) {
            paths.add(Files.writeString(folder.resolve("log" + paths.size()), text));
        }
        List<Choice> choices = new ArrayList<>();
        ChoiceReader.of(paths, format, surface).forEach(choices::add);
        return choices;
    }

    private List<Choice> openBandit(String... files) throws IOException {
        return read(ChoiceReader.Format.OPEN_BANDIT, "", files);
    }

    private static String feedback(String id, String more) {
        return "{\"feedback_id\":\"%s\",\"surface\":\"home\",%s}\n".formatted(id, more);
    }

    private static final String SHOWN =
            "\"arm\":\"b\",\"propensity\":0.2,\"complete\":true,"
                    + "\"items\":[{\"item_id\":\"x\",\"shown\":true},{\"item_id\":\"y\"}]";
    private static final String CLICKED =
            "\"arm\":\"b\",\"propensity\":0.2,\"complete\":true,"
                    + "\"items\":[{\"item_id\":\"x\",\"shown\":true,\"clicked_at\":5}]";

    @Test
    void open_bandit_files_are_read_by_their_header_one_after_the_other() throws Exception {
        assertThat(
                        openBandit(
                                HEADER + "0,2019,14,3,0,0.25\n",
                                "propensity_score,click,position,item_id\n0.5,1,1,7\n"))
                .containsExactly(new Choice(3, "14", 0.25, 0), new Choice(1, "7", 0.5, 1));
    }

    @Test
    void an_empty_propensity_is_unknown() throws Exception {
        assertThat(openBandit(HEADER + "0,2019,14,3,0,\n"))
                .singleElement()
                .matches(choice -> !choice.hasPropensity());
    }

    @ParameterizedTest
    @CsvSource({
        "'0,2019,14,3,2,0.5', line 2: reward must be between 0 and 1",
        "'0,2019,14,0,1,0.5', line 2: position must be 1 or more",
        "'0,2019,14,x,1,0.5', line 2: For input string",
        "'0,2019,14,1,1,much', line 2: For input string"
    })
    void a_line_that_is_no_choice_is_named(String line, String fault) {
        assertThatThrownBy(() -> openBandit(HEADER + line + "\n"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("log0: ")
                .hasMessageContaining(fault);
    }

    @Test
    void another_header_and_an_absent_file_are_named() {
        assertThatThrownBy(() -> openBandit("a,b\n1,2\n"))
                .hasMessageContaining("the header must have item_id, position, click,");
        assertThatThrownBy(
                        () ->
                                ChoiceReader.of(
                                                List.of(folder.resolve("absent")),
                                                ChoiceReader.Format.OPEN_BANDIT,
                                                "")
                                        .forEach(choice -> {}))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("absent: no such file");
    }

    @Test
    void a_gzip_file_is_read() throws Exception {
        Path file = folder.resolve("log.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write((HEADER + "0,2019,14,3,0,0.25\n").getBytes(StandardCharsets.UTF_8));
        }
        List<Choice> choices = new ArrayList<>();
        ChoiceReader.of(List.of(file), ChoiceReader.Format.OPEN_BANDIT, "").forEach(choices::add);
        assertThat(choices).containsExactly(new Choice(3, "14", 0.25, 0));
    }

    @Test
    void a_list_of_the_job_is_a_choice_of_its_arm_and_a_click_in_it_its_reward() throws Exception {
        assertThat(
                        read(
                                ChoiceReader.Format.FEEDBACK,
                                "",
                                feedback("1", SHOWN)
                                        + "\n# a comment\n"
                                        + "{\"topic\":\"feedback\",\"value\":"
                                        + feedback("2", CLICKED).strip()
                                        + "}\n{\"topic\":\"events\",\"value\":{}}\n"))
                .containsExactly(new Choice(1, "b", 0.2, 0), new Choice(1, "b", 0.2, 1));
    }

    @Test
    void the_newest_record_of_a_list_counts_in_all_files() throws Exception {
        assertThat(
                        read(
                                ChoiceReader.Format.FEEDBACK,
                                "",
                                feedback("1", SHOWN) + feedback("2", CLICKED),
                                feedback("1", CLICKED)
                                        + feedback("2", "\"complete\":true,\"retracted\":true")))
                .containsExactly(new Choice(1, "b", 0.2, 1));
    }

    @Test
    void lists_that_are_open_or_not_shown_or_of_another_surface_do_not_count() throws Exception {
        String open = CLICKED.replace("\"complete\":true", "\"complete\":false");
        String onlyClicked = CLICKED.replace("\"shown\":true", "\"shown\":false");
        assertThat(
                        read(
                                ChoiceReader.Format.FEEDBACK,
                                "home",
                                feedback("1", open)
                                        + feedback("2", onlyClicked)
                                        + feedback("3", CLICKED).replace("home", "cart")))
                .isEmpty();
    }

    @Test
    void a_list_without_a_known_propensity_has_none() throws Exception {
        String unknown = SHOWN.replace("0.2", "null");
        assertThat(read(ChoiceReader.Format.FEEDBACK, "", feedback("1", unknown)))
                .singleElement()
                .matches(choice -> !choice.hasPropensity());
    }

    @ParameterizedTest
    @CsvSource({"'{', line 1: no JSON", "'{\"a\":1}', line 1: no feedback_id"})
    void a_line_that_is_no_record_is_named(String line, String fault) {
        assertThatThrownBy(() -> read(ChoiceReader.Format.FEEDBACK, "", line))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(fault);
    }
}
