package io.nextclick.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.nextclick.avro.DeadLetter;
import io.nextclick.avro.FeedbackMetrics;
import io.nextclick.codec.AvroEncoder;
import io.nextclick.codec.CodecSettings;
import io.nextclick.contract.ListContract;
import io.nextclick.contract.Topics;
import io.nextclick.event.EventType;
import io.nextclick.testkit.Events;
import io.nextclick.testkit.GatewayClient;
import io.undertow.server.HttpServerExchange;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the charts are drawn from. */
class StatsTest {

    private static final long NOW = 1_790_000_000_000L;

    @TempDir private Path folder;

    private final Entries entries = new Entries(new HeapView());
    private Sites sites;
    private Stats stats;

    @BeforeEach
    void make() throws Exception {
        sites = Sites.read(GatewayClient.sites(folder));
        Lists lists = new Lists(entries, () -> NOW);
        stats = new Stats(sites, () -> NOW, lists, CodecSettings.DEFAULT);
    }

    private void refused(String key, byte[] value) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        stats.deadLetter(
                Topics.DEAD_LETTERS, new ConsumerRecord<>("dead-letters", 0, 0, bytes, value));
    }

    private static byte[] letter(String reason) {
        DeadLetter letter =
                DeadLetter.newBuilder()
                        .setReason(reason)
                        .setDetail("")
                        .setTopic("events")
                        .setPartition(0)
                        .setOffset(0)
                        .setRecordTimestamp(Instant.ofEpochMilli(NOW))
                        .setValue(ByteBuffer.allocate(0))
                        .setValueLength(0)
                        .build();
        return new AvroEncoder<DeadLetter>(
                        DeadLetter.getClassSchema(), "dead-letters", CodecSettings.DEFAULT)
                .encode(letter);
    }

    private String shown(String site) throws Exception {
        Site of =
                sites.all().stream()
                        .filter(each -> each.name().equals(site))
                        .findFirst()
                        .orElseThrow();
        Request request =
                new Request(new HttpServerExchange(null), new byte[0], new Caller(of, true));
        ArrayNode views = Json.MAPPER.createArrayNode();
        Answer answer = stats.show(request, views).toCompletableFuture().join();
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void what_the_job_refused_counts_for_the_site_whose_record_it_was() throws Exception {
        refused("phone", letter("TOO_OLD"));
        refused("phone", letter("TOO_OLD"));
        refused("north/phone", letter("UNDECODABLE"));

        assertThat(shown("default"))
                .contains("\"rejects\":[{\"by\":\"job\",\"reason\":\"TOO_OLD\",\"count\":2}]")
                .contains("\"refused_by_job\":2")
                .contains("\"rejected\":0");
        assertThat(shown("north")).contains("\"reason\":\"UNDECODABLE\",\"count\":1");
    }

    @Test
    void nothing_is_kept_of_a_site_without_a_key_or_of_other_bytes() throws Exception {
        refused("unknown/phone", letter("TOO_OLD"));
        refused("phone", new byte[] {1, 2, 3});

        assertThat(shown("default")).contains("\"rejects\":[]");
    }

    private void figures(String surface, String arm, long minute, long lists, long clicked) {
        figures(surface, arm, null, minute, lists, clicked);
    }

    private void figures(
            String surface, String arm, String segment, long minute, long lists, long clicked) {
        FeedbackMetrics metrics =
                FeedbackMetrics.newBuilder()
                        .setSite("default")
                        .setSurface(surface)
                        .setArm(arm)
                        .setMinute(Instant.ofEpochMilli(minute))
                        .setListsShown(lists)
                        .setListsClicked(clicked)
                        .setClicks(clicked)
                        .setSegment(segment)
                        .build();
        byte[] value =
                new AvroEncoder<FeedbackMetrics>(
                                FeedbackMetrics.getClassSchema(),
                                "feedback-metrics",
                                CodecSettings.DEFAULT)
                        .encode(metrics);
        stats.feedback(
                Topics.FEEDBACK_METRICS,
                new ConsumerRecord<>("feedback-metrics", 0, 0, new byte[0], value));
    }

    @Test
    void what_became_of_lists_is_added_up_by_surface_and_arm_over_an_hour() throws Exception {
        long minute = NOW - NOW % 60_000;
        figures("home", null, minute - 60 * 60_000, 1_000, 900);
        figures("home", null, minute - 59 * 60_000, 10, 1);
        figures("home", null, minute, 5, 2);
        figures("item", "layout:bold", minute, 7, 0);
        figures("item", "layout:bold", minute, -1, 0);
        // Lists of a segment are among all lists.
        figures("item", "layout:bold", "regulars", minute, 4, 1);
        figures("item", null, "regulars", minute, 4, 1);

        assertThat(shown("default"))
                .contains(
                        "\"shown\":[{\"surface\":\"home\",\"lists\":15,\"clicked\":3,\"clicks\":3,"
                                + "\"orders\":0},{\"surface\":\"item\",\"arm\":\"layout:bold\","
                                + "\"lists\":6,\"clicked\":0,\"clicks\":0,\"orders\":0}]");
        assertThat(shown("default"))
                .contains(
                        "\"shown_by_segment\":[{\"surface\":\"item\",\"segment\":\"regulars\","
                                + "\"lists\":4,\"clicked\":1,\"clicks\":1,\"orders\":0},"
                                + "{\"surface\":\"item\",\"arm\":\"layout:bold\","
                                + "\"segment\":\"regulars\",\"lists\":4,\"clicked\":1,\"clicks\":1,"
                                + "\"orders\":0}]");
        assertThat(shown("north")).contains("\"shown\":[],\"shown_by_segment\":[]");
    }

    @Test
    void many_segments_are_bounded_and_keep_no_surface_out() throws Exception {
        for (int i = 0; i < ShownLists.MOST_ROWS + 10; i++) {
            figures("home", null, "s" + i, NOW, 1, 0);
        }
        figures("home", null, NOW, 7, 0);
        assertThat(shown("default")).contains("\"shown\":[{\"surface\":\"home\",\"lists\":7,");
        assertThat(shown("default").split("\"segment\"", -1)).hasSize(ShownLists.MOST_ROWS + 1);
    }

    @Test
    void of_too_many_arms_and_of_other_bytes_nothing_is_kept() throws Exception {
        stats.feedback(
                Topics.FEEDBACK_METRICS,
                new ConsumerRecord<>("feedback-metrics", 0, 0, new byte[0], new byte[] {1}));
        for (int i = 0; i < ShownLists.MOST_ROWS + 10; i++) {
            figures("home", "x:" + i, NOW, 1, 0);
        }
        assertThat(shown("default").split("\"arm\"", -1)).hasSize(ShownLists.MOST_ROWS + 1);
    }

    private void hasList(String device, String... items) {
        SlimList list =
                new SlimList(
                        "id",
                        "default",
                        device,
                        "home",
                        NOW,
                        "e",
                        0,
                        false,
                        true,
                        null,
                        List.of(device),
                        Arrays.stream(items).map(StatsTest::item).toList());
        byte[] bytes = new SlimListCodec(entries.names()).write(list);
        entries.put(View.Kind.LIST, ListContract.key(device, "home"), bytes, Entries.NONE);
    }

    private static SlimList.Item item(String id) {
        return new SlimList.Item(new SerializedString(id), 1, 1, List.of());
    }

    private void sent(EventType type, String device, String item) {
        Site site = sites.all().iterator().next();
        assertThat(site.name()).isEqualTo("default");
        stats.sent(site, Events.of(type, item).by(null).on(device).event());
    }

    @Test
    void a_page_that_a_click_opened_is_no_step_of_its_own() throws Exception {
        hasList("phone", "tea", "milk");
        sent(EventType.CLICK, "phone", "tea");
        sent(EventType.VIEW, "phone", "tea");
        assertThat(shown("default")).contains("\"hits\":1,\"hit_trials\":1");
        sent(EventType.VIEW, "phone", "tea");
        assertThat(shown("default")).as("again").contains("\"hits\":2,\"hit_trials\":2");
        sent(EventType.CLICK, "phone", "soap");
        sent(EventType.VIEW, "phone", "milk");
        assertThat(shown("default")).as("others").contains("\"hits\":3,\"hit_trials\":4");
        sent(EventType.VIEW, "pad", "tea");
        assertThat(shown("default")).as("no list").contains("\"hits\":3,\"hit_trials\":4");
    }

    @Test
    void so_many_reasons_are_told_apart_at_most() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            refused("phone", letter("R" + i));
        }

        assertThat(shown("default").split("\"by\":\"job\"", -1)).hasSizeBetween(100, 102);
        assertThat(shown("default")).contains("\"reason\":\"OTHER\",\"count\":900");
    }
}
