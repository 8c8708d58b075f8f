package io.nextclick.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.Surface;
import io.nextclick.rehearse.Comparison.Lists;
import io.nextclick.rehearse.Comparison.Memberships;
import io.nextclick.testkit.ToolRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {

    @TempDir Path folder;

    @Test
    void lists_of_one_person_and_event_are_compared_by_the_surface_of_the_event() {
        Map<Surface, Lists> found =
                Comparison.lists(
                        Map.of("ann\ne1", List.of("a", "b"), "ann\ne2", List.of("a")),
                        Map.of("ann\ne1", List.of("b", "c", "d", "e"), "bob\ne1", List.of("a")),
                        Map.of("e1", Surface.ITEM));
        Lists item = found.get(Surface.ITEM);
        assertThat(item.live).isEqualTo(1);
        assertThat(item.rehearsed).isEqualTo(2);
        assertThat(item.both).isEqualTo(1);
        assertThat(item.same).isZero();
        assertThat(item.overlap).isEqualTo(0.25);
        assertThat(found.get(Surface.OTHER).live).isEqualTo(1);
    }

    @Test
    void a_list_in_another_order_overlaps_wholly_and_is_not_the_same() {
        Lists lists =
                Comparison.lists(
                                Map.of("ann\ne1", List.of("a", "b")),
                                Map.of("ann\ne1", List.of("b", "a")),
                                Map.of())
                        .get(Surface.OTHER);
        assertThat(lists.overlap).isEqualTo(1);
        assertThat(lists.same).isZero();
    }

    @Test
    void memberships_are_compared_by_segment_whatever_they_are_parted_by() {
        Map<String, Memberships> found =
                Comparison.memberships(
                        Map.of(
                                "ann/left%2Ftea",
                                true, "bob/left%2Ftea", true, "north/ann/fans", false),
                        Map.of("ann/left%2Ftea", true, "bob/left%2Ftea", false, "eve/fans", true));
        assertThat(found).containsOnlyKeys("left", "fans");
        assertThat(found.get("left").agreed).isEqualTo(1);
        assertThat(found.get("left").differed).isEqualTo(1);
        assertThat(found.get("fans").liveOnly).isEqualTo(1);
        assertThat(found.get("fans").rehearsedOnly).isEqualTo(1);
    }

    @Test
    void the_report_says_what_was_not_measured_and_its_page_holds_no_markup_of_others()
            throws IOException {
        Path facts = folder.resolve(RehearseOptions.FACTS);
        Files.writeString(facts, "state\tnot restored: <b> & more\n");
        Report report = new Report();
        report.facts(facts);
        Lists lists = new Lists();
        lists.live = 1_234;
        report.compared(
                new Comparison(
                        Map.of(Surface.HOME, lists),
                        Map.of(),
                        new Histogram(2),
                        new Histogram(2),
                        0));
        ToolRun printed =
                ToolRun.of(
                        (properties, out) -> {
                            try {
                                report.write(folder, out);
                                return 0;
                            } catch (IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        });
        assertThat(printed.printed())
                .isEqualTo(
                        """
                        The rehearsed job
                          state not restored: <b> & more

                        Lists of the same event
                          surface   live  rehearsed  of both  overlap at 20  equal
                          home     1,234          0        0              –      –

                        Persons whose membership changed
                          segment  the same at last  not the same  by the live job alone  by the rehearsed alone
                          none

                        From event to list, ms, once both were at the same events
                          job        lists  p50  p99
                          live           0    –    –
                          rehearsed      0    –    –

                        """);
        assertThat(folder.resolve(Report.TEXT)).hasContent(printed.printed());
        assertThat(Files.readString(folder.resolve(Report.HTML)))
                .contains("&lt;b&gt; &amp; more")
                .doesNotContain("<b>");
    }
}
