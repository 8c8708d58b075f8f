package io.nextclick.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.contract.ListReader.ReadList;
import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.ListToken;
import io.nextclick.testkit.Events;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NewestListsTest {

    private final NewestLists lists = new NewestLists(3);

    static ReadList list(String person, String surface, List<String> devices, String... items) {
        UUID id = UUID.nameUUIDFromBytes((person + surface + List.of(items)).getBytes(UTF_8));
        return new ReadList(
                person,
                "trigger",
                1,
                2,
                List.of(items),
                List.of(),
                false,
                new ListToken(id, 2, 0, "default", surface, "", List.of()),
                devices);
    }

    private static Event page(@Nullable String user, @Nullable String device, String pageType) {
        EventContext context = EventContext.builder().pageType(pageType).build();
        return Events.view("tea").by(user).on(device).with(context).event();
    }

    private List<String> shown(@Nullable String user, @Nullable String device, String pageType) {
        NewestLists.PageList list = lists.of(page(user, device, pageType));
        return list == null ? List.of() : list.items();
    }

    @Test
    void a_page_shows_the_newest_list_of_its_person_and_surface() {
        lists.put("default/ann/item", list("ann", "item", List.of(), "a"));
        lists.put("default/ann/item", list("ann", "item", List.of(), "b"));
        lists.put("ann", list("ann", "other", List.of(), "c"));
        assertThat(shown("ann", "phone", "item")).containsExactly("b");
        assertThat(shown("ann", null, "search")).containsExactly("c");
        assertThat(shown("ann", null, "cart")).isEmpty();
        assertThat(shown("bob", null, "item")).isEmpty();
    }

    @Test
    void a_device_shows_the_list_of_whoever_it_belongs_to() {
        lists.put("default/phone/item", list("phone", "item", List.of("phone"), "a"));
        assertThat(shown(null, "phone", "item")).containsExactly("a");
        lists.put("default/ann/item", list("ann", "item", List.of("phone"), "b"));
        assertThat(shown(null, "phone", "item")).containsExactly("b");
        assertThat(shown(null, "tablet", "item")).isEmpty();
    }

    @Test
    void a_list_that_no_longer_holds_is_not_shown() {
        lists.put("default/ann/item", list("ann", "item", List.of(), "a"));
        lists.remove("default/ann/item");
        lists.remove("default/ann/item");
        assertThat(shown("ann", null, "item")).isEmpty();
    }

    @Test
    void as_much_is_shown_as_has_room_and_nothing_of_an_empty_list() {
        String[] items = IntStream.range(0, 20).mapToObj(i -> "i" + i).toArray(String[]::new);
        lists.put("default/ann/item", list("ann", "item", List.of(), items));
        lists.put("default/bob/item", list("bob", "item", List.of()));
        assertThat(shown("ann", null, "item"))
                .containsExactly(List.of(items).subList(0, 10).toArray(String[]::new));
        assertThat(lists.of(page("bob", null, "item"))).isNull();
    }

    @Test
    void the_lists_and_devices_that_were_renewed_longest_ago_are_evicted() {
        for (String person : List.of("ann", "bob", "cem", "ann", "dan")) {
            lists.put(
                    "default/" + person + "/item",
                    list(person, "item", List.of("of-" + person), person));
        }
        assertThat(shown("bob", null, "item")).isEmpty();
        assertThat(shown(null, "of-bob", "item")).isEmpty();
        for (String person : List.of("ann", "cem", "dan")) {
            assertThat(shown(person, null, "item")).containsExactly(person);
            assertThat(shown(null, "of-" + person, "item")).containsExactly(person);
        }
    }
}
