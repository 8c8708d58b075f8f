package io.nextclick.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BoundedMapTest {

    private static Stream<IntFunction<Map<String, Integer>>> orders() {
        return Stream.of(BoundedMap::byFirstPut, BoundedMap::byLastPut, BoundedMap::byLastUse);
    }

    private static Map<String, Integer> filled(Map<String, Integer> map) {
        map.put("a", 1);
        map.put("b", 2);
        map.put("c", 3);
        return map;
    }

    @ParameterizedTest
    @MethodSource("orders")
    void never_holds_more_than_its_bound(IntFunction<Map<String, Integer>> order) {
        Map<String, Integer> map = order.apply(3);
        for (int i = 0; i < 1_000; i++) {
            map.put("key " + i, i);
            assertThat(map).hasSizeLessThanOrEqualTo(3).containsEntry("key " + i, i);
        }
        assertThat(map).containsOnlyKeys("key 997", "key 998", "key 999");
    }

    @ParameterizedTest
    @MethodSource("orders")
    void whatever_adds_an_entry_evicts_one(IntFunction<Map<String, Integer>> order) {
        Map<String, Integer> map = filled(order.apply(3));

        map.computeIfAbsent("d", key -> 4);
        map.merge("e", 5, Integer::sum);
        map.putAll(Map.of("f", 6));

        assertThat(map).containsOnlyKeys("d", "e", "f");
    }

    @ParameterizedTest
    @MethodSource("orders")
    void a_new_value_of_a_known_key_evicts_nothing(IntFunction<Map<String, Integer>> order) {
        Map<String, Integer> map = filled(order.apply(3));

        assertThat(map.put("a", 9)).isEqualTo(1);

        assertThat(map).containsOnly(Map.entry("a", 9), Map.entry("b", 2), Map.entry("c", 3));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void refuses_a_bound_that_leaves_no_room(IntFunction<Map<String, Integer>> order) {
        assertThatThrownBy(() -> order.apply(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 0");
    }

    @Test
    void by_first_put_the_key_that_came_first_is_evicted() {
        Map<String, Integer> map = filled(BoundedMap.byFirstPut(3));

        map.put("a", 9);
        map.get("a");
        map.put("d", 4);

        assertThat(map.keySet()).containsExactly("b", "c", "d");
    }

    @Test
    void by_last_put_a_key_that_is_put_again_stays() {
        Map<String, Integer> map = filled(BoundedMap.byLastPut(3));

        map.put("a", 9);
        map.get("b");
        map.put("d", 4);

        assertThat(map.keySet()).containsExactly("c", "a", "d");
    }

    @Test
    void by_last_use_a_key_that_is_read_stays() {
        Map<String, Integer> map = filled(BoundedMap.byLastUse(3));

        map.get("a");
        map.put("b", 9);
        map.put("d", 4);

        assertThat(map.keySet()).containsExactly("a", "b", "d");
    }
}
