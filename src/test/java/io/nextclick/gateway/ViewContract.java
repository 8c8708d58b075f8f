package io.nextclick.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.SerializedString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every view keeps, wherever it does. */
abstract class ViewContract {

    private static final TopicPartition PARTITION = new TopicPartition("a/b", 3);

    private Entries entries;

    abstract View open() throws Exception;

    @BeforeEach
    void openView() throws Exception {
        entries = new Entries(open());
    }

    @AfterEach
    void closeView() {
        if (entries != null) {
            entries.close();
        }
    }

    private void reopen() throws Exception {
        entries.close();
        openView();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void put(String key, @Nullable String value, long stamp) {
        entries.put(View.Kind.LIST, key, value == null ? null : bytes(value), stamp);
    }

    private @Nullable String list(String key) {
        entries.flush();
        byte[] value = entries.get(View.Kind.LIST, key);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    @Test
    void the_newest_value_of_a_key_counts_until_its_tombstone() {
        put("ann/home", "1", 10);
        put("ann/home", "2", 10);
        assertThat(list("ann/home")).isEqualTo("2");
        assertThat(list("ann/cart")).isNull();
        assertThat(entries.get(View.Kind.ITEM, "ann/home")).isNull();
        put("ann/home", null, 10);
        assertThat(list("ann/home")).isNull();
    }

    @Test
    void what_a_process_writes_that_woke_up_late_is_left_out() {
        put("ann", "new", 20);
        put("ann", "late before readers saw the new one", 10);
        assertThat(list("ann")).isEqualTo("new");
        put("ann", "late", 10);
        assertThat(list("ann")).isEqualTo("new");
        put("ann", null, 10);
        assertThat(list("ann")).isEqualTo("new");
        put("bob", "of another writer", 10);
        assertThat(list("bob")).isEqualTo("of another writer");
        put("ann", null, 20);
        put("ann", "late", 10);
        assertThat(list("ann")).as("behind a tombstone").isNull();
        put("ann", "newest", 30);
        assertThat(list("ann")).isEqualTo("newest");
    }

    @Test
    void segments_are_found_by_their_person() {
        for (String key : List.of("ann/fans", "ann/a%2Fb", "annika/fans", "north/ann/fans")) {
            entries.put(View.Kind.SEGMENT, key, bytes(key), 1);
        }
        entries.flush();
        assertThat(entries.below(View.Kind.SEGMENT, "ann")).containsOnlyKeys("fans", "a%2Fb");
        assertThat(entries.below(View.Kind.SEGMENT, "north/ann")).containsOnlyKeys("fans");
        entries.put(View.Kind.SEGMENT, "ann/fans", null, 1);
        entries.flush();
        assertThat(entries.below(View.Kind.SEGMENT, "ann")).containsOnlyKeys("a%2Fb");
    }

    @Test
    void kinds_that_are_found_by_what_is_before_their_last_part_do_not_mix() {
        entries.put(View.Kind.SEGMENT, "north/ann", bytes("segment"), 1);
        entries.put(View.Kind.EXPERIMENT, "north/layout", bytes("experiment"), 1);
        entries.flush();
        assertThat(entries.below(View.Kind.EXPERIMENT, "north")).containsOnlyKeys("layout");
        entries.put(View.Kind.EXPERIMENT, "north/layout", bytes("late"), 0);
        entries.flush();
        assertThat(entries.below(View.Kind.EXPERIMENT, "north").get("layout"))
                .isEqualTo(bytes("experiment"));
        entries.put(View.Kind.EXPERIMENT, "north/layout", null, 2);
        entries.flush();
        assertThat(entries.below(View.Kind.EXPERIMENT, "north")).isEmpty();
        assertThat(entries.below(View.Kind.SEGMENT, "north")).containsOnlyKeys("ann");
    }

    @Test
    void lists_come_back_as_they_were() {
        SlimListCodec codec = new SlimListCodec(entries.names());
        for (SlimList list : lists().toList()) {
            entries.put(View.Kind.LIST, "ann", codec.write(list), 1);
            entries.flush();
            byte[] value = entries.get(View.Kind.LIST, "ann");
            assertThat(value == null ? null : codec.read(value)).isEqualTo(list);
        }
    }

    private static Stream<SlimList> lists() {
        SlimList.Reason reason = new SlimList.Reason(1, new SerializedString("tea"), 0.5f);
        SlimList.Reason bare = new SlimList.Reason(6, null, 0.25f);
        SlimList.Item known =
                new SlimList.Item(new SerializedString("pot"), 0.5f, 1, List.of(reason, bare));
        SlimList.Item drawn =
                new SlimList.Item(new SerializedString("cup"), 0.5f, Float.NaN, List.of());
        return Stream.of(
                list("1c7c0000-0000-3000-8000-000000000000", "a", List.of(known)),
                list("no uuid", null, List.of(known, drawn)),
                list("", null, List.of()));
    }

    private static SlimList list(String id, @Nullable String arm, List<SlimList.Item> items) {
        return new SlimList(
                id,
                "default",
                "ann",
                "home",
                7,
                "e-1",
                5,
                true,
                false,
                arm,
                List.of("fans"),
                items);
    }

    /** For views that outlive their process. */
    static void goesOnWhereItWas(ViewContract test) throws Exception {
        assertThat(test.entries.offsets()).isEmpty();
        test.put("ann", "1", 10);
        test.entries.keep(Map.of(PARTITION, 42L));
        test.reopen();
        assertThat(test.list("ann")).isEqualTo("1");
        assertThat(test.entries.offsets()).isEqualTo(Map.of(PARTITION, 42L));
    }
}
