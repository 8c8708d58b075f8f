package io.nextclick.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.alarm.CountSeries;
import io.nextclick.alarm.SeriesCount;
import io.nextclick.config.Settings;
import io.nextclick.feedback.FeedbackDelta;
import io.nextclick.feedback.FeedbackMetrics;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlarmsTest {

    private static final FeedbackDelta TEN_LISTS =
            new FeedbackDelta(
                    "shop/home",
                    new String[0],
                    new long[] {10, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0},
                    new long[0],
                    new long[0],
                    new String[0],
                    new long[0]);

    @Test
    void the_series_of_clicks_has_each_list_once_whatever_its_segments() {
        var counts = new CountSeries<>(Alarms::countClicks, Settings.defaults().alarms());
        counts.count(new FeedbackMetrics(60_000, "new", TEN_LISTS), 0, 0);
        List<SeriesCount> sent = new ArrayList<>();
        counts.drain(sent::add);
        assertThat(sent).as("a segment's lists are among all").isEmpty();

        counts.count(new FeedbackMetrics(60_000, "", TEN_LISTS), 0, 0);
        counts.drain(sent::add);
        assertThat(sent).singleElement().matches(each -> each.key().equals("shop/ctr:home"));
    }
}
