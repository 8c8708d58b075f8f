package io.nextclick.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.event.SiteKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BehaviorLogTest {

    private static final String REES46_HEADER =
            "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,"
                    + "user_session\n";
    private static final String GLOBO_HEADER =
            "user_id,session_id,session_start,session_size,click_article_id,click_timestamp,"
                    + "click_environment,click_deviceGroup,click_os,click_country,click_region,"
                    + "click_referrer_type\n";
    private static final String RETAILROCKET_HEADER =
            "timestamp,visitorid,event,itemid,transactionid\n";

    @TempDir private Path folder;

    @Test
    void a_rees46_line_becomes_an_event_of_a_user() throws IOException {
        Path file =
                write(
                        "events.csv",
                        REES46_HEADER
                                + "2019-10-01 00:00:05 UTC,view,39,2053,a.b.c,aqua,33.20,55,s-1\n");
        assertThat(read(file, LogFormat.REES46))
                .containsExactly(
                        new Event(
                                "events-2",
                                EventType.VIEW,
                                Instant.parse("2019-10-01T00:00:05Z").toEpochMilli(),
                                SiteKey.DEFAULT_SITE,
                                "55",
                                null,
                                "s-1",
                                "39",
                                EventContext.ofItem("a/b/c", "aqua", 33.2)));
    }

    @Test
    void a_rees46_line_without_a_category_code_has_the_category_id() throws IOException {
        Path file =
                write(
                        "events.csv",
                        REES46_HEADER
                                + """
                                  2019-10-01 00:00:00 UTC,cart,39,2053,,,,55,
                                  2019-10-01 00:00:00 UTC,remove_from_cart,39,,,,,55,
                                  2019-10-01 00:00:00 UTC,purchase,39,,,,,55,
                                  """);
        List<Event> events = read(file, LogFormat.REES46);
        assertThat(events)
                .extracting(Event::type)
                .containsExactly(
                        EventType.ADD_TO_CART, EventType.REMOVE_FROM_CART, EventType.PURCHASE);
        assertThat(events.get(0).context()).isEqualTo(EventContext.ofItem("2053", null, null));
        assertThat(events.get(0).sourceSessionId()).isNull();
        assertThat(events.get(1).context()).isEqualTo(EventContext.NONE);
    }

    @Test
    void retailrocket_lines_become_events_of_a_device_in_order_of_time() throws IOException {
        Path file =
                write(
                        "events.csv",
                        RETAILROCKET_HEADER
                                + """
                                  1433221332117,257597,view,355908,
                                  1433221332000,992329,addtocart,248676,
                                  1433221332999,111016,transaction,318965,4000
                                  """);
        List<Event> events = read(file, LogFormat.RETAILROCKET);
        assertThat(events)
                .extracting(Event::eventId)
                .containsExactly("events-3", "events-2", "events-4");
        assertThat(events)
                .extracting(Event::type)
                .containsExactly(EventType.ADD_TO_CART, EventType.VIEW, EventType.PURCHASE);
        Event view = events.get(1);
        assertThat(view.occurredAtMillis()).isEqualTo(1433221332117L);
        assertThat(view.deviceId()).isEqualTo("257597");
        assertThat(view.userId()).isNull();
        assertThat(view.itemId()).isEqualTo("355908");
        assertThat(events.get(2).context().attributes()).isEqualTo(Map.of("transaction", "4000"));
    }

    @Test
    void a_file_in_order_is_streamed_and_gives_the_same_as_one_that_is_sorted() throws IOException {
        String early = "1433221332000,1,view,10,\n";
        String late = "1433221333000,2,view,20,\n";
        Path inOrder = write("a.csv", RETAILROCKET_HEADER + early + late);
        Path inNoOrder = write("b.csv", RETAILROCKET_HEADER + late + early);
        assertThat(read(inOrder, LogFormat.RETAILROCKET))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("eventId")
                .isEqualTo(read(inNoOrder, LogFormat.RETAILROCKET));
    }

    @Test
    void session_rows_are_sorted_by_time_and_a_session_is_the_device() throws IOException {
        Path file =
                write(
                        "test.txt",
                        """
                        SessionId\tItemId\tTime
                        8\t21\t1396766998.728
                        8\t22\t1396766990.5
                        9\t23\t1396766998.728
                        9\t24\t1396766980
                        """);
        List<Event> events = read(file, LogFormat.SESSIONS);
        assertThat(events).extracting(Event::itemId).containsExactly("24", "22", "21", "23");
        assertThat(events)
                .extracting(Event::occurredAtMillis)
                .containsExactly(1396766980000L, 1396766990500L, 1396766998728L, 1396766998728L);
        assertThat(events.get(2))
                .isEqualTo(
                        new Event(
                                "test-2",
                                EventType.VIEW,
                                1396766998728L,
                                SiteKey.DEFAULT_SITE,
                                null,
                                "8",
                                "8",
                                "21",
                                EventContext.NONE));
    }

    @Test
    void a_globo_line_becomes_a_view_of_a_user_on_a_device_group() throws IOException {
        Path file =
                write(
                        "clicks.csv",
                        GLOBO_HEADER
                                + "59,15068,1506826329000,2,234853,1506826800026,4,3,2,1,21,\n");
        Event event = read(file, LogFormat.GLOBO).get(0);
        assertThat(event.type()).isEqualTo(EventType.VIEW);
        assertThat(event.userId()).isEqualTo("59");
        assertThat(event.deviceId()).isEqualTo("59-3");
        assertThat(event.sourceSessionId()).isEqualTo("15068");
        assertThat(event.itemId()).isEqualTo("234853");
        assertThat(event.occurredAtMillis()).isEqualTo(1506826800026L);
        assertThat(event.context().attributes())
                .isEqualTo(Map.of("environment", "4", "os", "2", "country", "1", "region", "21"));
    }

    @Test
    void taobao_lines_become_events_of_a_user_in_order_of_time() throws IOException {
        Path file =
                write(
                        "UserBehavior.csv",
                        """
                        1,11,100,pv,1511848894
                        1,12,100,cart,1511848990
                        2,13,101,fav,1511848800
                        2,14,101,buy,1511848900
                        """);
        List<Event> events = read(file, LogFormat.TAOBAO);
        assertThat(events)
                .extracting(Event::type)
                .containsExactly(
                        EventType.WISH, EventType.VIEW, EventType.PURCHASE, EventType.ADD_TO_CART);
        assertThat(events.get(1))
                .isEqualTo(
                        new Event(
                                "UserBehavior-1",
                                EventType.VIEW,
                                1511848894000L,
                                SiteKey.DEFAULT_SITE,
                                "1",
                                null,
                                null,
                                "11",
                                EventContext.ofItem("100", null, null)));
    }

    @Test
    void a_file_named_gz_is_read_as_gzip_and_its_ids_lack_both_extensions() throws IOException {
        Path plain = write("log.csv", REES46_HEADER + rees46Line("39"));
        Path packed = folder.resolve("log.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(Files.readAllBytes(plain));
        }
        assertThat(read(packed, LogFormat.REES46))
                .isEqualTo(read(plain, LogFormat.REES46))
                .extracting(Event::eventId)
                .containsExactly("log-2");
    }

    @Test
    void columns_are_found_by_name_in_any_order_among_others() throws IOException {
        Path file =
                write(
                        "test.txt",
                        "\uFEFFTime\tExtra\tSessionId\tItemId\r\n1396766980\tx\t8\t21\r\n");
        Event event = read(file, LogFormat.SESSIONS).get(0);
        assertThat(event.deviceId()).isEqualTo("8");
        assertThat(event.itemId()).isEqualTo("21");
        assertThat(event.occurredAtMillis()).isEqualTo(1396766980000L);
    }

    @Test
    void a_quoted_field_may_hold_the_delimiter() throws IOException {
        Path file =
                write(
                        "events.csv",
                        REES46_HEADER
                                + "2019-10-01 00:00:00 UTC,view,39,1,,\"A, \"\"B\"\"\",1,5,s\n");
        assertThat(read(file, LogFormat.REES46).get(0).context().brand()).isEqualTo("A, \"B\"");
    }

    @Test
    void a_line_that_cannot_be_parsed_is_counted_and_skipped() throws IOException {
        Path file =
                write(
                        "events.csv",
                        REES46_HEADER
                                + rees46Line("1")
                                + """
                                  2019-10-01 00:00:00,view,39,1,,,1,5,s
                                  2019-02-30 00:00:00 UTC,view,39,1,,,1,5,s
                                  2019-10-01 00:00:00 UTC,stare,39,1,,,1,5,s
                                  2019-10-01 00:00:00 UTC,view,,1,,,1,5,s
                                  2019-10-01 00:00:00 UTC,view,39,1,,,free,5,s
                                  2019-10-01 00:00:00 UTC,view,39,1,,,-1,5,s
                                  2019-10-01 00:00:00 UTC,view,39,1,,,NaN,5,s
                                  2019-10-01 00:00:00 UTC,view,39

                                  2019-10-01 00:00:00 UTC,view,39,1,,\"open,1,5,s
                                  2019-10-01 00:00:00 UTC,view,39,1,,\"a\"b,1,5,s
                                  """
                                + rees46Line("2"));
        try (BehaviorLog log = BehaviorLog.open(file, LogFormat.REES46)) {
            assertThat(log.next().eventId()).isEqualTo("events-2");
            assertThat(log.next().eventId()).isEqualTo("events-14");
            assertThat(log.hasNext()).isFalse();
            assertThatThrownBy(log::next).isInstanceOf(NoSuchElementException.class);
            assertThat(log.skipped()).isEqualTo(11);
            assertThat(log.skippedByCause())
                    .isEqualTo(
                            Map.of(
                                    SkipCause.INVALID_TIME, 2L,
                                    SkipCause.UNKNOWN_TYPE, 1L,
                                    SkipCause.MISSING_FIELD, 1L,
                                    SkipCause.INVALID_PRICE, 3L,
                                    SkipCause.WRONG_FIELD_COUNT, 1L,
                                    SkipCause.EMPTY_LINE, 1L,
                                    SkipCause.MALFORMED_QUOTES, 2L));
            assertThat(log.skippedExamples())
                    .hasSize(5)
                    .first()
                    .asString()
                    .contains("line 3", "INVALID_TIME", "event_time", "2019-10-01 00:00:00,view");
        }
    }

    @Test
    void a_time_in_another_unit_is_skipped() throws IOException {
        Path file =
                write(
                        "test.txt",
                        """
                        SessionId\tItemId\tTime
                        1\t1\t1396766998728
                        1\t1\t-5
                        1\t1\tNaN
                        1\t1\tnoon
                        """);
        try (BehaviorLog log = BehaviorLog.open(file, LogFormat.SESSIONS)) {
            assertThat(log.hasNext()).isFalse();
            assertThat(log.skippedByCause()).isEqualTo(Map.of(SkipCause.INVALID_TIME, 4L));
        }
    }

    @Test
    void skipped_lines_of_a_sorted_file_are_counted_once() throws IOException {
        Path file = write("u.csv", "1,11,1,pv,1511848894\nnonsense\n1,12,1,pv,1511848890\n");
        try (BehaviorLog log = BehaviorLog.open(file, LogFormat.TAOBAO)) {
            assertThat(log.skipped()).isEqualTo(1);
            assertThat(log.next().eventId()).isEqualTo("u-3");
            assertThat(log.next().eventId()).isEqualTo("u-1");
            assertThat(log.hasNext()).isFalse();
        }
    }

    @Test
    void a_missing_file_is_refused_with_path_and_format() {
        Path file = folder.resolve("absent.csv");
        assertThatThrownBy(() -> BehaviorLog.open(file, LogFormat.GLOBO))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(file.toString(), "globo", "no such file");
    }

    @Test
    void a_directory_is_refused() {
        assertThatThrownBy(() -> BehaviorLog.open(folder, LogFormat.TAOBAO))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(folder.toString(), "taobao", "a directory");
    }

    @Test
    void another_header_is_refused_with_what_was_expected_and_found() throws IOException {
        Path file = write("events.csv", "a,b,c\n1,2,3\n");
        assertThatThrownBy(() -> BehaviorLog.open(file, LogFormat.RETAILROCKET))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(
                        file.toString(), "timestamp visitorid event itemid", "commas", "'a,b,c'");
    }

    @Test
    void an_empty_file_has_a_wrong_header_where_one_is_expected_and_else_no_events()
            throws IOException {
        Path file = write("empty.csv", "");
        assertThatThrownBy(() -> BehaviorLog.open(file, LogFormat.SESSIONS))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(file.toString(), "tabs", "an empty file");
        assertThat(read(file, LogFormat.TAOBAO)).isEmpty();
    }

    @Test
    void a_file_named_gz_that_is_not_gzip_is_refused() throws IOException {
        Path file = write("events.csv.gz", REES46_HEADER);
        assertThatThrownBy(() -> BehaviorLog.open(file, LogFormat.REES46))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(file.toString(), "not gzip");
    }

    @Test
    void a_cut_gzip_fails_with_path_and_line() throws IOException {
        StringBuilder lines = new StringBuilder(RETAILROCKET_HEADER);
        for (int i = 0; i < 5_000; i++) {
            lines.append(1_433_221_332_000L + i).append(",1,view,").append(i * 7919L).append(",\n");
        }
        Path whole = folder.resolve("whole.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
            out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = folder.resolve("cut.csv.gz");
        Files.write(cut, List.of());
        try (OutputStream out = Files.newOutputStream(cut)) {
            out.write(bytes, 0, bytes.length / 2);
        }
        assertThatThrownBy(() -> BehaviorLog.open(cut, LogFormat.RETAILROCKET))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(cut.toString(), "after line");
    }

    @Test
    void recorded_events_keep_their_ids_and_all_other_records_are_skipped() throws IOException {
        Path file =
                write(
                        "some.jsonl",
                        """
                        # a visit
                        {"topic": "items", "key": "tea", "value": {"item_id": "tea"}}
                        {"topic": "events-json", "value": {"event_id": "b", "event_type": "VIEW", \
                        "occurred_at": "2025-03-04T08:00:01Z", "site": "north", "user_id": "ann", \
                        "item_id": "tea", "context": {"price": 2.5}}}
                        {"topic": "events", "value": {"event_id": "a", "event_type": "PURCHASE", \
                        "occurred_at": 1741075200000, "device_id": "d"}, "timestamp": 5}
                        {"wait_ms": 5}
                        {"topic": "events-json", "key": "d"}
                        not JSON
                        {"topic": "events-json", "value": {"event_id": "c", "event_type": "VIEW"}}
                        {"topic": "events-json", "value": {"event_id": "", "event_type": "VIEW", \
                        "occurred_at": 1, "user_id": "ann"}}
                        {"topic": "events-json", "value": {"event_id": "d", "event_type": "VIEW", \
                        "occurred_at": 1}}
                        {"topic": "events-json", "value": {"event_id": "e", "event_type": "NOD", \
                        "occurred_at": 1, "user_id": "ann"}}
                        {"topic": "events-json", "value": {"event_id": "f", "event_type": "VIEW", \
                        "occurred_at": 9000000000000, "user_id": "ann"}}
                        """);
        try (BehaviorLog log = BehaviorLog.open(file, LogFormat.RECORDS)) {
            List<Event> events = new ArrayList<>();
            log.forEachRemaining(events::add);
            assertThat(events).extracting(Event::eventId).containsExactly("a", "b");
            assertThat(events.get(1).site()).isEqualTo("north");
            assertThat(events.get(1).context().price()).isEqualTo(2.5);
            assertThat(log.skippedByCause())
                    .isEqualTo(
                            Map.of(
                                    SkipCause.NO_EVENT, 4L,
                                    SkipCause.MALFORMED_JSON, 2L,
                                    SkipCause.MISSING_FIELD, 2L,
                                    SkipCause.UNKNOWN_TYPE, 1L,
                                    SkipCause.INVALID_TIME, 1L));
        }
    }

    private static String rees46Line(String item) {
        return "2019-10-01 00:00:00 UTC,view," + item + ",1,,,1,5,s\n";
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static List<Event> read(Path file, LogFormat format) throws IOException {
        List<Event> events = new ArrayList<>();
        try (BehaviorLog log = BehaviorLog.open(file, format)) {
            log.forEachRemaining(events::add);
            assertThat(log.skippedExamples()).isEmpty();
        }
        return events;
    }
}
