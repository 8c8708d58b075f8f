package io.nextclick.identity;

import static io.nextclick.identity.LinkTests.HOME;
import static io.nextclick.identity.LinkTests.RULES;
import static io.nextclick.identity.LinkTests.device;
import static io.nextclick.identity.LinkTests.look;
import static io.nextclick.identity.LinkTests.on;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nextclick.event.DeviceSignals;
import io.nextclick.identity.LinkModel.Agreement;
import io.nextclick.testkit.Events;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LinkModelTest {

    private static final Offset<Double> EXACTLY = within(1e-9);
    private static final Agreement NOTHING = new Agreement(-1, -1, -1, -1, -1, -1, -1);
    private static final LinkModel DEFAULTS =
            new LinkModel(LinkWeights.defaults(), RULES.continuationMillis());

    /** Powers of two, so that the sums can be done in the head. */
    private static final LinkModel ROUND =
            new LinkModel(
                    new LinkWeights(
                            1 / 17.0,
                            0.5,
                            1 / 64.0,
                            levels(new double[] {0.25, 0.25, 0.5}, new double[] {0.5, 0.25, 0.25}),
                            levels(new double[] {0.125, 0.875}, new double[] {0.5, 0.5}),
                            levels(
                                    new double[] {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.4},
                                    new double[] {0.4, 0.1, 0.1, 0.1, 0.1, 0.15, 0.05}),
                            levels(
                                    new double[] {0.25, 0.25, 0.5},
                                    new double[] {0.5, 0.375, 0.125}),
                            levels(
                                    new double[] {0.05, 0.55, 0.2, 0.2},
                                    new double[] {0.1, 0.75, 0.1, 0.05}),
                            levels(new double[] {0.2, 0.4, 0.4}, new double[] {0.4, 0.4, 0.2}),
                            levels(
                                    new double[] {0.4, 0.3, 0.2, 0.1},
                                    new double[] {0.1, 0.3, 0.2, 0.4})),
                    RULES.continuationMillis());

    private static MatchLevels levels(double[] m, double[] u) {
        return new MatchLevels(m, u);
    }

    @Test
    void the_weights_add_up_to_what_is_calculated_by_hand() {
        // Prior odds 1/16: -4. Network of 2: 0.5 to 2/64, +4.
        assertThat(ROUND.weight(NOTHING, 2)).isCloseTo(0, EXACTLY);
        // Family 0.5 to 0.25: +1. Zone 0.125 to 0.5: -2. Interests 0.4 to 0.05: +3.
        // Items 0.5 to 0.125: +2. Timing 0.2 to 0.05: +2. Hours 0.2 to 0.4: -1. Anonymity: +2.
        assertThat(ROUND.weight(new Agreement(2, 0, 6, 2, 3, 0, 0), 2)).isCloseTo(7, EXACTLY);
        assertThat(LinkModel.probability(7)).isCloseTo(128 / 129.0, EXACTLY);
        assertThat(LinkModel.probability(0)).isCloseTo(0.5, EXACTLY);
    }

    @Test
    void what_is_missing_says_nothing() {
        DeviceProfile bare = DeviceProfile.of("bare");
        bare.add(
                view("a")
                        .in("pans")
                        .by(null)
                        .on("bare")
                        .showing(new DeviceSignals("h", null, null))
                        .event(),
                RULES);
        DeviceProfile full = device("full", look("full", "ann", "pans", 1));
        Agreement agreement = DEFAULTS.compare(bare, full);
        assertThat(agreement.userAgent()).isEqualTo(MatchLevels.MISSING);
        assertThat(agreement.timeZone()).isEqualTo(MatchLevels.MISSING);
        assertThat(agreement.hours()).isEqualTo(MatchLevels.MISSING);
        DeviceProfile silent = DeviceProfile.of("silent");
        assertThat(DEFAULTS.compare(silent, full).interests()).isEqualTo(MatchLevels.MISSING);
        assertThat(DEFAULTS.compare(silent, full).items()).isEqualTo(MatchLevels.MISSING);
        assertThat(ROUND.weight(new Agreement(-1, 0, -1, -1, -1, -1, -1), 2))
                .isCloseTo(-2, EXACTLY);
    }

    @Test
    void a_network_of_fewer_devices_weighs_more() {
        assertThat(DEFAULTS.weight(NOTHING, 2) - DEFAULTS.weight(NOTHING, 4)).isCloseTo(1, EXACTLY);
        for (int devices = 2; devices < 100; devices++) {
            assertThat(DEFAULTS.weight(NOTHING, devices))
                    .isGreaterThan(DEFAULTS.weight(NOTHING, devices + 1));
        }
    }

    @Test
    void more_agreement_never_weighs_less() {
        LinkWeights weights = LinkWeights.defaults();
        for (MatchLevels levels :
                new MatchLevels[] {
                    weights.userAgent(),
                    weights.timeZone(),
                    weights.interests(),
                    weights.items(),
                    weights.timing(),
                    weights.hours()
                }) {
            for (int level = 1; level < levels.m().length; level++) {
                assertThat(levels.weight(level)).isGreaterThan(levels.weight(level - 1));
            }
        }
        for (int level = 1; level < weights.anonymity().m().length; level++) {
            assertThat(weights.anonymity().weight(level))
                    .isLessThan(weights.anonymity().weight(level - 1));
        }
        for (double weight = -60; weight < 60; weight++) {
            assertThat(LinkModel.probability(weight)).isBetween(0.0, 0.999_999);
            assertThat(LinkModel.probability(weight + 1))
                    .isGreaterThanOrEqualTo(LinkModel.probability(weight));
        }
    }

    @Test
    void which_of_two_devices_is_named_first_does_not_matter() {
        DeviceProfile phone =
                device("phone", look("phone", "ann", "pans", 0), look("phone", "ann", "bikes", 9));
        DeviceProfile tablet = device("tablet", look("tablet", null, "pans", 0.1));
        assertThat(DEFAULTS.compare(phone, tablet)).isEqualTo(DEFAULTS.compare(tablet, phone));
    }

    @Test
    void a_visit_soon_after_one_on_the_other_device_continues_it_if_it_is_about_the_same() {
        DeviceProfile phone = device("phone", look("phone", "ann", "pans", 0));
        assertThat(timing(phone, look("tablet", null, "pans", 0.2))).isEqualTo(2);
        assertThat(timing(phone, look("tablet", null, "bikes", 0.2))).isEqualTo(1);
        assertThat(timing(phone, look("tablet", null, "pans", 0.3))).isEqualTo(1);
        assertThat(timing(phone, look("tablet", null, "pans", 0))).isZero();
    }

    private static int timing(DeviceProfile phone, Events other) {
        return DEFAULTS.compare(phone, device("tablet", other)).timing();
    }

    @Test
    void likeness_of_interests_grows_with_the_visits_that_show_it() {
        DeviceProfile once = device("a", look("a", null, "pans", 0));
        DeviceProfile twice = device("b", look("b", null, "pans", 0), look("b", null, "pans", 5));
        DeviceProfile again = device("c", look("c", null, "pans", 1), look("c", null, "pans", 6));
        DeviceProfile other = device("d", look("d", null, "bikes", 1));
        assertThat(DEFAULTS.compare(once, other).interests()).isZero();
        assertThat(DEFAULTS.compare(once, twice).interests()).isEqualTo(5);
        assertThat(DEFAULTS.compare(twice, again).interests()).isEqualTo(6);
    }

    @Test
    void common_items_count_up_to_two() {
        assertThat(items("a", "b")).isZero();
        assertThat(items("a", "a")).isEqualTo(1);
        DeviceProfile one =
                device("x", item("x", "a"), item("x", "b"), item("x", "c"), item("x", "d"));
        assertThat(DEFAULTS.compare(one, one).items()).isEqualTo(2);
    }

    private static int items(String one, String other) {
        return DEFAULTS.compare(device("x", item("x", one)), device("y", item("y", other))).items();
    }

    private static Events item(String device, String item) {
        return view(item).on(device).by(null).showing(HOME);
    }

    @Test
    void the_same_browser_weighs_more_where_one_device_came_after_the_other() {
        DeviceProfile old = device("old", look("old", "ann", "pans", 0));
        DeviceProfile fresh = device("new", look("new", null, "pans", 9));
        DeviceProfile beside =
                device("two", look("two", null, "pans", -1), look("two", null, "pans", 9));
        assertThat(DEFAULTS.compare(old, fresh).userAgent()).isEqualTo(2);
        assertThat(DEFAULTS.compare(old, beside).userAgent()).isEqualTo(1);
        DeviceProfile foreign =
                device(
                        "other",
                        look("other", null, "pans", 9)
                                .showing(new DeviceSignals("home", "safari/ios", null)));
        assertThat(DEFAULTS.compare(old, foreign).userAgent()).isZero();
    }

    @Test
    void what_are_no_probabilities_is_rejected() {
        assertThatThrownBy(() -> levels(new double[] {0.5, 0.4}, new double[] {0.5, 0.5}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> levels(new double[] {0, 1}, new double[] {0.5, 0.5}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> levels(new double[] {1}, new double[] {0.5, 0.5}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_device_keeps_no_more_than_the_rules_allow() {
        DeviceProfile device = DeviceProfile.of("busy");
        for (int i = 0; i < 200; i++) {
            device.add(look("busy", null, "topic" + i, i).showing(on("home")).event(), RULES);
        }
        assertThat(device.events).isEqualTo(200);
        assertThat(device.items).hasSize(RULES.maxItems());
        assertThat(device.topics).hasSize(RULES.maxTopics());
        assertThat(device.topicVisits).hasSize(RULES.maxTopics());
        assertThat(device.visits).hasSize(RULES.maxVisits());
    }

    @Test
    void what_happens_after_a_logout_is_no_evidence_about_the_user() {
        DeviceProfile device =
                device("phone", look("phone", "ann", "pans", 0), look("phone", null, "bikes", 1));
        assertThat(device.events).isEqualTo(1);
        assertThat(device.topics).hasSize(1);
        assertThat(device.lastMillis).isGreaterThan(device.firstMillis);
        assertThat(device.hasOneUser()).isTrue();
        device.add(look("phone", "bob", "tents", 2).event(), RULES);
        assertThat(device.hasOneUser()).isFalse();
    }
}
