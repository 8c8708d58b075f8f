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
        List<String> parts =
                List.of(
                        "",
                        "a",
                        "b",
                        "a/b",
                        "default",
                        "default/a",
                        "/",
                        "a/",
                        "%",
                        "a%2Fb",
                        "a%252Fb",
                        "%2",
                        "ä/%",
                        "100%");
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

    @Test
    void a_slash_in_an_id_separates_nothing() {
        assertThat(SiteKey.of("default", "shoes/42")).isEqualTo("shoes%2F42");
        assertThat(SiteKey.of("shoes", "42")).isEqualTo("shoes/42");
        assertThat(SiteKey.of("shoes", "4/2")).isEqualTo("shoes/4%2F2");
    }

    @Test
    void a_part_that_a_producer_encoded_further_is_read_and_a_stray_sign_stands_for_itself() {
        assertThat(SiteKey.id("north/caf%C3%A9%20noir")).isEqualTo("café noir");
        assertThat(SiteKey.id("100%")).isEqualTo("100%");
        assertThat(SiteKey.id("%zz")).isEqualTo("%zz");
    }
}
