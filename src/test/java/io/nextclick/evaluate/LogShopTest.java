package io.nextclick.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.config.Settings;
import io.nextclick.event.EventContext;
import io.nextclick.event.SiteKey;
import io.nextclick.flow.PopularItems;
import org.junit.jupiter.api.Test;

/** The shop of a log: popularity that is published in the log's time, and a catalogue of clicks. */
class LogShopTest {

    private static final String SITE = SiteKey.DEFAULT_SITE;
    private static final long START = 1_600_000_000_000L;

    private final LogShop shop = new LogShop(Settings.defaults().popularity());

    private static Click click(String item, String category, long millis) {
        EventContext context = EventContext.ofItem(category, "acme", 5.0);
        return new Click("s", item, START + millis, context);
    }

    private void come(Click click) {
        shop.moveTo(click.atMillis());
        shop.know(click);
        shop.visit(click);
    }

    private String[] popular(String category) {
        PopularItems list = shop.popular(SITE, category);
        return list == null ? new String[0] : list.items();
    }

    @Test
    void the_first_item_of_the_site_is_popular_at_once_and_the_others_a_second_later() {
        come(new Click("s", "a", START));
        assertThat(popular(null)).containsExactly("a");
        come(new Click("s", "b", START + 10));
        shop.moveTo(START + 1_009);
        assertThat(popular(null)).containsExactly("a");
        shop.moveTo(START + 1_010);
        assertThat(popular(null)).containsExactly("b", "a");
    }

    @Test
    void a_list_that_changes_again_and_again_is_published_every_second() {
        come(click("a", "tea", 0));
        come(click("b", "tea", 900));
        shop.moveTo(START + 1_000);
        assertThat(popular("tea")).containsExactly("b", "a");
    }

    @Test
    void an_item_is_in_its_category_from_its_record_on() {
        shop.know(click("new", "tea", 0));
        shop.publish();
        assertThat(popular("tea")).containsExactly("new");
        assertThat(popular(null)).containsExactly("new");
        assertThat(shop.facts(SITE, "new").brand()).isEqualTo("acme");
        come(click("a", "tea", 10));
        shop.publish();
        assertThat(popular("tea")).containsExactly("a", "new");
    }

    @Test
    void an_item_that_moved_is_in_its_new_category_alone() {
        come(click("a", "tea", 0));
        shop.know(click("a", "jam", 10));
        shop.publish();
        assertThat(popular("tea")).isEmpty();
        assertThat(popular("jam")).containsExactly("a");
    }

    @Test
    void a_click_that_says_nothing_of_its_item_leaves_no_record() {
        come(new Click("s", "a", START));
        assertThat(shop.facts(SITE, "a")).isNull();
    }
}
