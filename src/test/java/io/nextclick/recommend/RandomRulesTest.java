package io.nextclick.recommend;

import static io.nextclick.recommend.Requests.BY_STRENGTH;
import static io.nextclick.recommend.Requests.answer;
import static io.nextclick.recommend.Requests.guided;
import static io.nextclick.recommend.Requests.owning;
import static io.nextclick.recommend.Requests.rules;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextclick.flow.Candidates;
import io.nextclick.flow.ItemAction;
import io.nextclick.flow.ItemAction.Verb;
import io.nextclick.flow.PersonEvent;
import io.nextclick.recommend.Requests.FixedShop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of every list, whatever the rules and the shop. */
class RandomRulesTest {

    private static final int ROUNDS = 2_000;
    private static final int ITEMS = 14;

    /** One shop, one person and their rules, all drawn. */
    private static final class Drawn {
        final Random random;
        final FixedShop shop = new FixedShop();
        final Set<String> unavailable = new HashSet<>();
        final ListMaker maker;
        final int size;
        final List<Candidates> answers = new ArrayList<>();
        final PersonEvent request;

        Drawn(long seed) {
            random = new Random(seed);
            size = 1 + random.nextInt(8);
            boolean excludes = random.nextBoolean();
            SurfaceSettings surface =
                    new SurfaceSettings(
                            excludes
                                    ? SurfaceSettings.Repeats.NOT_CURRENT
                                    : SurfaceSettings.Repeats.LEARNED,
                            random.nextInt(3) == 0 ? 0.5 : 0,
                            0);
            maker = new ListMaker(rules(size, surface));
            for (int i = 0; i < ITEMS; i++) {
                if (random.nextInt(4) > 0) {
                    shop.knowing("i" + i, category(), brand(), (double) random.nextInt(5));
                }
                if (random.nextInt(5) == 0) {
                    unavailable.add("i" + i);
                }
            }
            shop.without(unavailable.toArray(new String[0]));
            shop.selling(null, items(6)).selling("food/tea", items(3)).selling("toys", items(3));
            int asked = random.nextInt(4);
            for (int slot = 0; slot < asked; slot++) {
                answers.add(answer(1, slot, "p" + slot, neighbours()));
            }
            List<Action> actions = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                actions.add(action().by("r" + i).priority(random.nextInt(3)));
            }
            request = guided(owning(1, view(item()).in("food/tea"), items(2)), actions);
        }

        private String item() {
            return "i" + random.nextInt(ITEMS);
        }

        private String[] items(int most) {
            Set<String> items = new LinkedHashSet<>();
            for (int i = random.nextInt(most + 1); i > 0; i--) {
                items.add(item());
            }
            return items.toArray(new String[0]);
        }

        private Object[] neighbours() {
            List<Object> neighbours = new ArrayList<>();
            for (String item : items(5)) {
                neighbours.add(item);
                neighbours.add(random.nextInt(10) / 10f);
            }
            return neighbours.toArray();
        }

        private String category() {
            return List.of("food", "food/tea", "food/jam", "toys").get(random.nextInt(4));
        }

        private String brand() {
            return random.nextBoolean() ? "acme" : "other";
        }

        private Action action() {
            String[] items = items(3);
            Action action =
                    switch (random.nextInt(6)) {
                        case 0 -> Action.add(items).upTo(1 + random.nextInt(3));
                        case 1 -> Action.boost(1 + random.nextInt(9), items);
                        case 2 -> Action.bury(random.nextDouble(), items);
                        case 3 -> Action.filter(items);
                        case 4 -> Action.keepOnly(items);
                        default -> Action.pin(items).at(1 + random.nextInt(9));
                    };
            if (random.nextBoolean()) {
                action.in(category());
            }
            if (random.nextInt(4) == 0) {
                action.of(brand());
            }
            if (random.nextInt(6) == 0) {
                action.priced(1, 3);
            }
            if (random.nextInt(4) == 0) {
                action.bought(random.nextBoolean());
            }
            if (random.nextInt(6) == 0) {
                action.inStock(random.nextBoolean());
            }
            return action.orElse(items(2));
        }

        List<RecommendedItem> made(PersonEvent other) {
            return maker.make(other, answers, shop, BY_STRENGTH).items();
        }

        List<RecommendedItem> list() {
            return maker.make(request, answers, shop, BY_STRENGTH).items();
        }

        boolean selects(ItemAction action, String item) {
            Set<String> owned = new LinkedHashSet<>(Arrays.asList(request.ownedItems()));
            return new SelectedItems(action.selector(), request, owned, shop).contains(item);
        }
    }

    private static List<Drawn> draws(long seed) {
        List<Drawn> draws = new ArrayList<>(ROUNDS);
        for (int round = 0; round < ROUNDS; round++) {
            draws.add(new Drawn(seed * 1_000_003 + round));
        }
        return draws;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void no_item_comes_twice_scores_never_rise_and_there_are_no_more_than_asked(long seed) {
        for (Drawn drawn : draws(seed)) {
            List<RecommendedItem> list = drawn.list();
            assertThat(list).hasSizeLessThanOrEqualTo(drawn.size);
            assertThat(list).extracting(RecommendedItem::itemId).doesNotHaveDuplicates();
            assertThat(list)
                    .extracting(RecommendedItem::score)
                    .isSortedAccordingTo(Comparator.reverseOrder());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {13, 14})
    void rules_that_select_nothing_change_nothing(long seed) {
        List<Action> idle =
                List.of(
                        Action.add().in("none"),
                        Action.boost(9, "none"),
                        Action.bury(0.1).in("none"),
                        Action.pin().of("none"),
                        Action.filter("none"));
        for (Drawn drawn : draws(seed)) {
            PersonEvent request = drawn.request.guided(List.of("s"), List.of());
            assertThat(drawn.made(guided(request, idle))).isEqualTo(drawn.made(request));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4})
    void the_order_of_the_answers_changes_nothing(long seed) {
        for (Drawn drawn : draws(seed)) {
            List<RecommendedItem> list = drawn.list();
            Collections.shuffle(drawn.answers, drawn.random);
            assertThat(drawn.list()).isEqualTo(list);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void the_reasons_of_an_item_add_up_to_its_score(long seed) {
        for (Drawn drawn : draws(seed)) {
            for (RecommendedItem item : drawn.list()) {
                long rules =
                        item.reasons().stream()
                                .filter(reason -> reason.source() == Source.RULE)
                                .count();
                assertThat(item.reasons()).isNotEmpty();
                if (rules < Candidate.MAX_RULE_REASONS) {
                    assertThat(item.reasons().stream().mapToDouble(Reason::weight).sum())
                            .isEqualTo(item.score(), within(1e-6));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8})
    void nothing_unavailable_is_in_a_list(long seed) {
        for (Drawn drawn : draws(seed)) {
            assertThat(drawn.list())
                    .extracting(RecommendedItem::itemId)
                    .noneMatch(drawn.unavailable::contains);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 10})
    void what_a_filter_is_against_only_a_stronger_add_or_pin_gets_in(long seed) {
        for (Drawn drawn : draws(seed)) {
            for (RecommendedItem item : drawn.list()) {
                for (ItemAction filter : drawn.request.actions()) {
                    boolean against =
                            filter.verb() == Verb.FILTER
                                    && drawn.selects(filter, item.itemId()) != filter.keepOnly();
                    if (against) {
                        assertThat(drawn.request.actions())
                                .anyMatch(
                                        wish ->
                                                (wish.verb() == Verb.ADD || wish.verb() == Verb.PIN)
                                                        && wish.priority() > filter.priority());
                        assertThat(item.reasons()).extracting(Reason::source).contains(Source.RULE);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void bought_items_come_only_by_a_rule_about_bought_items(long seed) {
        for (Drawn drawn : draws(seed)) {
            Set<String> owned = Set.copyOf(Arrays.asList(drawn.request.ownedItems()));
            boolean asked =
                    Arrays.stream(drawn.request.actions())
                            .filter(wish -> wish.verb() == Verb.ADD || wish.verb() == Verb.PIN)
                            .anyMatch(wish -> Boolean.TRUE.equals(wish.selector().boughtBefore()));
            if (!asked) {
                assertThat(drawn.list())
                        .extracting(RecommendedItem::itemId)
                        .noneMatch(owned::contains);
            }
        }
    }
}
