package io.nextclick.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SiteKeyTest {

    @Test
    void a_single_shop_sees_its_own_ids() {
        assertThat(SiteKey.of("default", "u1")).isEqualTo("u1");
        assertThat(SiteKey.of("north", "u1")).isEqualTo("north/u1");
    }

    @Test
    void no_two_pairs_share_a_key_and_each_key_gives_its_pair_back() {
        List<String> parts = List.of("", "a", "b", "a/b", "default", "default/a", "/", "a/");
        List<String> sites = List.of("default", "a", "b", "a-b");
        Map<String, String> seen = new HashMap<>();
        for (String site : sites) {
            for (String id : parts) {
                String key = SiteKey.of(site, id);
                assertThat(seen.put(key, site + "|" + id)).as(key).isNull();
                assertThat(SiteKey.site(key)).isEqualTo(site);
                assertThat(SiteKey.id(key)).isEqualTo(id);
            }
        }
    }
}
