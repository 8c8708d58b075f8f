package io.nextclick.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Ids of lists are those that the platform makes of the same names. */
class ListIdsTest {

    private final ListIds ids = new ListIds();

    private static List<RecommendedItem> items(String... names) {
        return List.of(names).stream()
                .map(name -> new RecommendedItem(name, 1, 1, List.of()))
                .toList();
    }

    private static String expected(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    @Test
    void a_list_has_the_uuid_of_its_name_whatever_came_before() {
        assertThat(ids.of(items("a", "b"), "shop/ann", "e1"))
                .isEqualTo(expected("shop/ann\ne1\na\nb"));
        assertThat(ids.of(items(), "shop/bob", "e2")).isEqualTo(expected("shop/bob\ne2"));
        assertThat(ids.of(items("b", "a"), "shop/ann", "e1"))
                .isEqualTo(expected("shop/ann\ne1\nb\na"));
    }

    @Test
    void texts_of_all_scripts_and_halves_of_pairs_count_as_their_utf_8() {
        for (String text : List.of("tée", "茶", "\uD83C\uDF75", "half \uD83C", "x".repeat(5_000))) {
            assertThat(ids.of(items(text, "b"), text))
                    .as(text)
                    .isEqualTo(expected(text + "\n" + text + "\nb"));
        }
    }
}
