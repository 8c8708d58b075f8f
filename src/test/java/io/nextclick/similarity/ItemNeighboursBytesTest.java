package io.nextclick.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextclick.testkit.Soak;
import io.nextclick.testkit.StoredBytes;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The layout of what is kept of an item, held against bytes that are checked in: whatever changes
 * them cannot read a savepoint.
 */
class ItemNeighboursBytesTest {

    private static final long START = 1_700_000_000_000L;

    private final ItemNeighboursSerializer serializer = new ItemNeighboursSerializer();
    private final StoredBytes<ItemNeighbours> stored = new StoredBytes<>(serializer);

    static List<ItemNeighbours> items() {
        ItemNeighbours offered = new ItemNeighbours();
        offered.category = "food/tea";
        return List.of(trimmed(item()), offered, new ItemNeighbours());
    }

    /** The same without places that are not taken. */
    private static ItemNeighbours trimmed(ItemNeighbours item) {
        item.items = Arrays.copyOf(item.items, item.size);
        item.forward = Arrays.copyOf(item.forward, item.size);
        item.backward = Arrays.copyOf(item.backward, item.size);
        item.next = Arrays.copyOf(item.next, item.size);
        item.trend = Arrays.copyOf(item.trend, item.size);
        item.intent = Arrays.copyOf(item.intent, item.size);
        return item;
    }

    @Test
    void an_item_is_written_as_ever_and_read_back_as_it_was() throws IOException {
        stored.areAsIn("/golden/item-neighbours.hex", items());
    }

    @Test
    void a_copy_is_the_same_and_shares_nothing_that_changes() {
        ItemNeighbours item = item();
        ItemNeighbours copy = serializer.copy(item);
        assertThat(copy.items).containsExactly("cup", "\ud800é", "tea");
        assertThat(copy)
                .usingRecursiveComparison()
                .ignoringFields("items", "forward", "backward", "next", "trend", "intent")
                .isEqualTo(item);
        for (int i = 0; i < item.size; i++) {
            copy.swap(0, i);
            copy.replace(0, "other");
        }
        copy.moveLandmark(2);
        copy.resetTrendScale();
        assertThat(item).usingRecursiveComparison().isEqualTo(item());
    }

    @Test
    void places_that_are_not_taken_are_not_kept_and_room_is_made_again() throws IOException {
        ItemNeighbours item = item();
        assertThat(item.items).hasSize(4);
        ItemNeighbours back = stored.read(stored.bytes(item));
        assertThat(back).usingRecursiveComparison().isEqualTo(trimmed(item));
        assertThat(back.items).hasSize(3);
        assertThat(back.append("pot", 5)).isEqualTo(3);
        assertThat(back.append("pan", 5)).isEqualTo(4);
        assertThat(back.items).containsExactly("cup", "\ud800é", "tea", "pot", "pan");
        assertThat(back.intent).startsWith(3, 0, 0).hasSize(5);
    }

    @Test
    void any_item_comes_back() throws IOException {
        Random random = new Random(9);
        for (int i = 0; i < Soak.runs(500); i++) {
            ItemNeighbours item = new ItemNeighbours();
            item.category = random.nextBoolean() ? "c" + i : null;
            item.landmarkMillis = random.nextLong();
            item.updatedAtMillis = random.nextLong();
            item.publishAtMillis = random.nextBoolean() ? random.nextLong() : 0;
            item.weight = random.nextDouble();
            item.recentWeight = random.nextGaussian();
            item.trendScale = random.nextInt(3);
            for (int left = random.nextInt(200); left > 0; left--) {
                int place = item.append("name-" + left, 1_000);
                item.forward[place] = weight(random);
                item.backward[place] = weight(random);
                item.next[place] = weight(random);
                item.trend[place] = weight(random);
                item.intent[place] = weight(random);
            }
            assertThat(stored.read(stored.bytes(item)))
                    .usingRecursiveComparison()
                    .isEqualTo(trimmed(item));
        }
    }

    @Test
    void broken_bytes_are_refused_and_ask_for_no_more_memory_than_they_have() throws IOException {
        stored.refusesBroken(item(), new Random(10));
        assertThatThrownBy(() -> stored.read(new byte[] {0, 0, 0, 2, 9, 0}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("neighbours of an item in layout 9");
        assertThatThrownBy(() -> stored.read(new byte[] {0, 0, 0, 1, 1}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("0 bytes are left");
    }

    /** With neighbours that have all weights, some and none, and a place that is not taken. */
    private static ItemNeighbours item() {
        ItemNeighbours item = new ItemNeighbours();
        item.category = "é";
        item.landmarkMillis = START;
        item.updatedAtMillis = START + 77;
        item.publishAtMillis = START + 60_000;
        item.publishedNames = -7;
        item.weight = 1.5;
        item.recentWeight = 2.5;
        item.trendScale = 1.25;
        int cup = item.append("cup", 9);
        item.forward[cup] = 1;
        item.backward[cup] = 0.5f;
        item.next[cup] = Float.MIN_VALUE;
        item.trend[cup] = -0.0f;
        item.intent[cup] = 3;
        item.backward[item.append("\ud800é", 9)] = 2;
        item.append("tea", 9);
        return item;
    }

    private static float weight(Random random) {
        return random.nextBoolean() ? 0 : random.nextFloat() * Integer.MAX_VALUE;
    }
}
