package io.nextclick.recommend;

import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.blend.Policy;
import io.nextclick.blend.SharedPolicy;
import io.nextclick.blend.Signal;
import io.nextclick.blend.Weights;
import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.event.ListToken;
import io.nextclick.event.ShownList;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.PersonEvent;
import io.nextclick.testkit.Answers;
import io.nextclick.testkit.Events;
import io.nextclick.testkit.Harness;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A click that names a list teaches the blend by its position, and what comes of it more. */
class ListClicksTest {

    private static final RecommendSettings RULES =
            Requests.rules(5, new SurfaceSettings(SurfaceSettings.Repeats.NONE, 0, 0));
    private static final int STRENGTH = Weights.place(Signal.STRENGTH);

    private KeyedTwoInputStreamOperatorTestHarness<
                    String, PersonMessage, ShopUpdate, RecommendationList>
            harness;
    private long sequence;

    @BeforeEach
    void open() throws Exception {
        harness =
                Harness.of(
                        new Recommend(RULES, Harness.SMALL_CACHE), PersonMessage::personKey, null);
        harness.open();
        harness.setProcessingTime(1_000);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    /** What reaches the operator of an event, if anything does. */
    private void send(Events event, String... recent) throws Exception {
        sequence++;
        String[] none = {};
        Event said = event.named("e" + sequence).event();
        boolean step = said.type().isNavigation();
        PersonEvent request =
                new PersonEvent("ann", sequence, said, none, recent, 1, step, true, none);
        List<PersonMessage> messages = new ArrayList<>();
        new AddressRequest().flatMap(request, new ListCollector<>(messages));
        for (PersonMessage message : messages) {
            harness.processElement1(message, 0);
        }
    }

    /** The items that the newest request asks answer. */
    private void answer(String... asked) throws Exception {
        for (int slot = 0; slot < asked.length; slot++) {
            Candidates answer =
                    Requests.answer(sequence, slot, asked[slot], "a", 9, "b", 5, "c", 3, "d", 1);
            harness.processElement1(Answers.message(answer), 0);
        }
    }

    /** A list of a, b, c and d, made at item x. */
    private RecommendationList list() throws Exception {
        send(view("x"), "w");
        answer("x", "w");
        List<RecommendationList> lists = Harness.take(harness);
        assertThat(lists.get(lists.size() - 1).items())
                .extracting(RecommendedItem::itemId)
                .containsExactlyInAnyOrder("a", "b", "c", "d");
        return lists.get(lists.size() - 1);
    }

    private static Events from(ShownList list, Events event) {
        return event.with(EventContext.builder().list(list).build());
    }

    private static ShownList named(RecommendationList list, int position) {
        return new ShownList(list.recommendationId(), position, null, null, List.of());
    }

    private static ShownList signed(RecommendationList list, int position, String site) {
        UUID id = UUID.fromString(list.recommendationId());
        byte[] content =
                new ListToken(id, 1, ListToken.CERTAIN, site, "other", "", List.of()).content(1);
        String token = ListToken.text(content, new byte[ListToken.SIGNATURE]);
        return new ShownList(null, position, token, null, List.of());
    }

    /** The weight of the strength as the operator contributed it last; the merged policy is it. */
    private float learnt() throws Exception {
        harness.setProcessingTime(harness.getProcessingTime() + RULES.policyIntervalMillis());
        List<Policy> contributions = Harness.take(harness, Recommend.CONTRIBUTIONS);
        assertThat(contributions).hasSize(1);
        SharedPolicy shared = new SharedPolicy();
        shared.add(contributions.get(0));
        Policy merged = shared.publish(harness.getProcessingTime());
        harness.processElement2(ShopUpdate.of(merged), 0);
        return merged.weight(STRENGTH);
    }

    /** What a click on d teaches. */
    private float clickOnD(ShownList list) throws Exception {
        send(from(list, of(EventType.CLICK, "d")), "x", "w");
        answer("d", "x", "w");
        return learnt();
    }

    @Test
    void a_click_counts_by_its_position_whether_a_token_or_an_id_names_the_list() throws Exception {
        // AdaGrad's first step is as large whatever it counts, so another one comes first.
        float[] moved = new float[4];
        for (int i = 0; i < moved.length; i++) {
            close();
            open();
            RecommendationList first = list();
            float before = clickOnD(ShownList.NONE);
            RecommendationList second = list();
            assertThat(second.recommendationId()).isNotEqualTo(first.recommendationId());
            ShownList said =
                    switch (i) {
                        case 0 -> ShownList.NONE;
                        case 1 -> named(second, 4);
                        case 2 -> signed(second, 4, "default");
                        default -> signed(second, 4, "elsewhere");
                    };
            moved[i] = Math.abs(clickOnD(said) - before);
        }
        assertThat(moved[1]).as("position 4, by the id").isGreaterThan(moved[0]);
        assertThat(moved[2]).as("by the token").isEqualTo(moved[1]);
        assertThat(moved[3]).as("another site's token").isEqualTo(moved[0]);
    }

    private static Events spent(long millis) {
        return of(EventType.PAGE_PING, "d")
                .with(EventContext.builder().dwellMillis(millis).build());
    }

    /** What is learnt of a click on d when the person has gone on from it. */
    private float learntOfClick(Events... outcomes) throws Exception {
        close();
        open();
        clickOnD(named(list(), 4));
        for (Events outcome : outcomes) {
            send(outcome, "d", "x", "w");
            if (outcome.event().type().asksForList()) {
                answer("d", "x", "w");
            }
        }
        send(view("a"), "d", "x", "w");
        answer("a", "d", "x", "w");
        return learnt();
    }

    @Test
    void what_comes_of_a_click_is_learnt() throws Exception {
        float nothing = learntOfClick();
        float initial = Weights.initial(STRENGTH);
        assertThat(nothing).as("d was the weakest").isLessThan(initial);
        assertThat(learntOfClick(of(EventType.ADD_TO_CART, "d"))).isLessThan(nothing);
        assertThat(learntOfClick(of(EventType.PURCHASE, "d"))).isLessThan(nothing);
        assertThat(learntOfClick(spent(3_000))).as("it bounced").isGreaterThan(nothing);
        assertThat(learntOfClick(spent(30_000))).as("it did not").isEqualTo(nothing);
        assertThat(learntOfClick(spent(3_000), of(EventType.ADD_TO_CART, "d")))
                .as("a short look that was enough")
                .isLessThan(nothing);
    }

    @Test
    void time_spent_is_no_request() throws Exception {
        RecommendationList list = list();
        clickOnD(named(list, 4));
        Harness.take(harness);
        send(spent(3_000), "x", "w");
        assertThat(Harness.take(harness)).isEmpty();
        Harness.checkpoint(harness);
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @Test
    void time_spent_with_no_item_or_by_a_bot_does_not_travel() throws Exception {
        List<PersonMessage> messages = new ArrayList<>();
        ListCollector<PersonMessage> out = new ListCollector<>(messages);
        AddressRequest address = new AddressRequest();
        PersonEvent spent = Requests.request(1, spent(3_000), "x");
        address.flatMap(spent, out);
        assertThat(messages).hasSize(1);
        address.flatMap(Requests.request(2, of(EventType.PAGE_PING, "d"), "x"), out);
        address.flatMap(Requests.request(3, of(EventType.IMPRESSION, "d"), "x"), out);
        address.flatMap(
                new PersonEvent(
                        "ann",
                        4,
                        spent.event(),
                        new String[0],
                        new String[0],
                        1,
                        true,
                        false,
                        new String[0]),
                out);
        assertThat(messages).hasSize(1);
    }

    @Test
    void who_is_not_interested_gets_another_list_and_other_surfaces_lists_are_withdrawn()
            throws Exception {
        list();
        send(of(EventType.NOT_INTERESTED, "a"), "x", "w");
        answer("x", "w");
        List<RecommendationList> lists = Harness.take(harness);
        assertThat(lists).filteredOn(RecommendationList::isWithdrawn).hasSize(3);
        assertThat(lists.get(0).complete()).as("the item itself is not asked").isTrue();
    }
}
