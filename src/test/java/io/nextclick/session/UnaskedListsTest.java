package io.nextclick.session;

import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.config.Settings;
import io.nextclick.flow.Occasion;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PersonEvent;
import org.junit.jupiter.api.Test;

class UnaskedListsTest {

    private final PersonSessions sessions = new PersonSessions(Settings.defaults().session());
    private final PersonVisits visits = new PersonVisits();

    private PersonEvent asked(String... remembered) {
        sessions.of("ann", visits, Long.MIN_VALUE);
        return UnaskedLists.of(sessions, Occasion.REMINDER, 1, "rule@1", NOON, remembered);
    }

    @Test
    void a_list_that_a_rule_asks_for_is_of_the_newest_visit_first_as_those_of_events_are() {
        visits.log.add(PastEvent.of(view("tea").at(NOON).event()));
        visits.log.add(PastEvent.of(view("milk").at(NOON + 1).event()));
        assertThat(asked("cup", "tea").recentItems()).containsExactly("milk", "tea", "cup");
    }

    @Test
    void once_the_visit_is_settled_it_is_of_what_the_rules_remember() {
        assertThat(asked("cup", "tea").recentItems()).containsExactly("cup", "tea");
    }

    @Test
    void no_more_items_are_related_to_it_than_to_an_event() {
        String[] many = new String[100];
        for (int i = 0; i < many.length; i++) {
            many[i] = "item" + i;
        }
        assertThat(asked(many).recentItems()).hasSize(Settings.defaults().session().recentItems());
    }
}
