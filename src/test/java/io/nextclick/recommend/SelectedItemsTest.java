package io.nextclick.recommend;

import static io.nextclick.recommend.Action.filter;
import static io.nextclick.recommend.Requests.viewing;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.recommend.Requests.FixedShop;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SelectedItemsTest {

    private final FixedShop shop =
            new FixedShop()
                    .knowing("green", "food/tea", "acme", 4.5)
                    .knowing("root", "food", "acme", 10.0)
                    .knowing("teapot", "food/teapots", "other", 20.0)
                    .knowing("untold", null, null, null)
                    .without("teapot");
    private final Set<String> owned = new LinkedHashSet<>(List.of("green"));

    private List<String> selected(Action what) {
        SelectedItems items = new SelectedItems(what.selector(), viewing("x"), owned, shop);
        return Stream.of("green", "root", "teapot", "untold", "unknown")
                .filter(items::contains)
                .toList();
    }

    @Test
    void a_category_is_the_path_itself_and_all_below_it() {
        assertThat(selected(filter().in("food"))).containsExactly("green", "root", "teapot");
        assertThat(selected(filter().in("food/tea"))).containsExactly("green");
    }

    @Test
    void brand_and_price_are_those_of_the_catalogue() {
        assertThat(selected(filter().of("acme"))).containsExactly("green", "root");
        assertThat(selected(filter().priced(4.5, 10))).containsExactly("green", "root");
        assertThat(selected(filter().priced(4.5, 10).inCurrency("JPY")))
                .as("the catalogue's prices are in euros")
                .isEmpty();
        assertThat(selected(filter().priced(0, 4.49))).isEmpty();
        assertThat(selected(filter().priced(10.01, Double.MAX_VALUE))).containsExactly("teapot");
    }

    @Test
    void an_item_must_meet_all_that_is_given() {
        assertThat(selected(filter("green", "teapot").in("food").of("acme")))
                .containsExactly("green");
    }

    @Test
    void an_item_of_which_nothing_is_told_is_selected_by_id_alone() {
        assertThat(selected(filter("unknown", "untold"))).containsExactly("untold", "unknown");
        assertThat(selected(filter("unknown").in("food"))).isEmpty();
    }

    @Test
    void stock_is_believed_until_the_catalogue_says_otherwise() {
        assertThat(selected(filter().inStock(false))).containsExactly("teapot");
        assertThat(selected(filter().inStock(true)))
                .containsExactly("green", "root", "untold", "unknown");
    }

    @Test
    void what_was_bought_is_what_the_request_says() {
        assertThat(selected(filter().bought(true))).containsExactly("green");
        assertThat(selected(filter().bought(false))).doesNotContain("green").hasSize(4);
    }
}
