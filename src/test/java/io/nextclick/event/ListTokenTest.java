package io.nextclick.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ListTokenTest {

    private static final UUID ID = new UUID(1, 2);
    private static final byte[] SIGNATURE = new byte[ListToken.SIGNATURE];

    /** What a gateway gave before segments were in tokens. */
    private static final String FIRST_VERSION =
            "0105" // version, key
                    + "00000000000000010000000000000002" // list
                    + "00000000000003e8" // when it was made
                    + "4000" // propensity
                    + "056e6f727468" // north
                    + "0463617274" // cart
                    + "03613a62"; // a:b

    private static ListToken token(String... segments) {
        return new ListToken(ID, 1_000, 16_384, "north", "cart", "a:b", List.of(segments));
    }

    private static String text(ListToken token) {
        return ListToken.text(token.content(5), SIGNATURE);
    }

    @Test
    void a_token_comes_back_with_the_segments_of_its_list() {
        ListToken token = token("new", "regulars", "zürich");

        assertThat(ListToken.of(text(token))).isEqualTo(token);
        assertThat(token.segments()).containsExactly("new", "regulars", "zürich");
        assertThat(token.content(5)[0]).as("version").isEqualTo((byte) 2);
    }

    @Test
    void a_token_of_the_first_version_is_read_and_one_without_segments_is_written_so() {
        byte[] content = HexFormat.of().parseHex(FIRST_VERSION);

        assertThat(ListToken.read(content)).isEqualTo(token());
        assertThat(token().content(5)).isEqualTo(content);
    }

    @Test
    void no_more_segments_than_the_bound_are_taken_from_the_first_on() {
        String[] nine = IntStream.range(0, 9).mapToObj(i -> "s" + i).toArray(String[]::new);

        assertThat(token(nine).segments())
                .containsExactlyElementsOf(List.of(nine).subList(0, ListToken.MAX_SEGMENTS));
        assertThat(ListToken.of(text(token(nine)))).isEqualTo(token(nine));
    }

    @Test
    void no_more_bytes_than_the_bound_are_taken_and_what_does_not_fit_is_left_out() {
        String hundred = "a".repeat(100);
        String fifty = "ü".repeat(25);

        assertThat(token(hundred, "b" + hundred.substring(1), fifty, "c").segments())
                .as("250 bytes, and no more")
                .hasSize(3);
        assertThat(token("a".repeat(4_096), hundred, "ü".repeat(76), fifty).segments())
                .as("one that is too long keeps no other one out")
                .containsExactly(hundred, fifty);
    }

    @Test
    void a_segment_counts_once_and_an_empty_one_not_at_all() {
        assertThat(token("new", "", "new").segments()).containsExactly("new");
    }

    @Test
    void the_longest_token_is_still_read() {
        String arms =
                Stream.of("a", "b", "c")
                        .map(each -> each.repeat(40) + ':' + "z".repeat(40))
                        .reduce((one, other) -> one + ',' + other)
                        .orElseThrow();
        ListToken longest =
                new ListToken(
                        ID,
                        Long.MAX_VALUE,
                        ListToken.CERTAIN,
                        "s".repeat(64),
                        "other",
                        arms,
                        IntStream.range(0, ListToken.MAX_SEGMENTS)
                                .mapToObj(i -> i + "-".repeat(i < 2 ? 31 : 30))
                                .toList());

        assertThat(longest.segments().stream().mapToInt(String::length).sum())
                .isEqualTo(ListToken.MAX_SEGMENT_BYTES);
        assertThat(text(longest)).hasSizeLessThan(1_000);
        assertThat(ListToken.of(text(longest))).isEqualTo(longest);
    }

    @Test
    void too_many_segments_a_cut_token_and_an_unknown_version_are_no_token() {
        byte[] content = token("new", "regulars").content(5);
        int count = content.length - "new".length() - "regulars".length() - 3;
        assertThat(content[count]).isEqualTo((byte) 2);
        content[count] = 9;
        assertThat(ListToken.read(content)).as("more than the bound").isNull();
        content[count] = -1;
        assertThat(ListToken.read(content)).as("many more").isNull();
        content[count] = 3;
        assertThat(ListToken.read(content)).as("more than there are").isNull();
        content[count] = 2;
        for (int i = 0; i < content.length; i++) {
            assertThat(ListToken.read(Arrays.copyOf(content, i))).as("%d bytes", i).isNull();
        }
        content[0] = 3;
        assertThat(ListToken.of(ListToken.text(content, SIGNATURE))).isNull();
    }

    @Test
    void other_texts_are_no_token_and_none_throws() {
        Random random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            byte[] content = token("new", "regulars").content(5);
            content[2 + random.nextInt(content.length - 2)] = (byte) random.nextInt();
            ListToken read = ListToken.of(ListToken.text(content, SIGNATURE));
            if (read != null) {
                assertThat(read.segments()).hasSizeLessThanOrEqualTo(ListToken.MAX_SEGMENTS);
            }
        }
        assertThat(ListToken.of("no token")).isNull();
        assertThat(ListToken.of(Base64.getEncoder().encodeToString(SIGNATURE))).isNull();
        assertThat(ListToken.of("")).isNull();
        assertThat(ListToken.of(new String(new byte[2_000], StandardCharsets.UTF_8))).isNull();
    }
}
