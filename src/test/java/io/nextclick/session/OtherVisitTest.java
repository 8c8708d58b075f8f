package io.nextclick.session;

import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.EventType;
import io.nextclick.testkit.Events;
import org.junit.jupiter.api.Test;

/** What a device did in another visit than that of its first login is never shown to the user. */
class OtherVisitTest {

    private static final Events SECRET = view("secret").by(null).on("phone").during("v1").after(0);
    private static final Events LOGIN =
            of(EventType.LOGIN, null).by("ann").on("phone").during("v2").after(10);

    @Test
    void what_came_before_the_login_is_not_shown() throws Exception {
        try (var people = new IdentifiedPeople(SessionTests.RULES)) {
            people.send(SECRET);
            people.send(LOGIN);
            assertThat(people.send(view("x").by("ann").on("phone").after(20)).recentItems())
                    .doesNotContain("secret");
        }
    }

    @Test
    void a_late_event_of_another_visit_is_not_shown_either() throws Exception {
        try (var people = new IdentifiedPeople(SessionTests.RULES)) {
            people.send(LOGIN);
            people.send(SECRET);
            assertThat(people.send(view("x").by("ann").on("phone").after(20)).recentItems())
                    .doesNotContain("secret");
        }
    }
}
