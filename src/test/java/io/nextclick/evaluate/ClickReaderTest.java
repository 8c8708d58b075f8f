package io.nextclick.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextclick.log.LogFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClickReaderTest {

    @TempDir Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("log.txt"), text);
    }

    @Test
    void session_rec_files_are_read_in_order_of_time_with_fractions_of_seconds()
            throws IOException {
        Path file = file("SessionId\tItemId\tTime\n1\ta\t20.5\n1\tb\t10.25\n2\ta\t15\n");
        assertThat(ClickReader.read(file, LogFormat.SESSIONS))
                .containsExactly(
                        new Click("1", "b", 10_250),
                        new Click("2", "a", 15_000),
                        new Click("1", "a", 20_500));
    }

    @Test
    void without_sessions_a_pause_of_more_than_30_minutes_begins_another() throws IOException {
        Path file =
                file(
                        """
                        timestamp,visitorid,event,itemid,transactionid
                        1000,v,view,a,
                        2000,w,view,x,
                        1801000,v,view,b,
                        3601001,v,view,c,
                        """);
        assertThat(ClickReader.read(file, LogFormat.RETAILROCKET))
                .extracting(Click::sessionId)
                .containsExactly("v#1000", "w#2000", "v#1000", "v#3601001");
    }

    @Test
    void carts_and_purchases_are_no_clicks() throws IOException {
        Path file =
                file(
                        """
                        timestamp,visitorid,event,itemid,transactionid
                        1000,v,view,a,
                        2000,v,addtocart,a,
                        3000,v,transaction,a,7
                        """);
        assertThat(ClickReader.read(file, LogFormat.RETAILROCKET))
                .containsExactly(new Click("v#1000", "a", 1_000));
    }

    @Test
    void equal_session_ids_of_two_users_are_two_sessions() throws IOException {
        Path file =
                file(
                        """
                        event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session
                        2019-10-01 00:00:00 UTC,view,1,2,,,1.0,u,s
                        2019-10-01 00:00:01 UTC,view,1,2,,,1.0,w,s
                        """);
        assertThat(ClickReader.read(file, LogFormat.REES46))
                .extracting(Click::sessionId)
                .containsExactly("u/s", "w/s");
    }

    @Test
    void what_a_log_says_of_the_visitor_comes_with_the_click() throws IOException {
        Path file =
                file(
                        """
                        user_id,session_id,session_start,session_size,click_article_id,click_timestamp,\
                        click_environment,click_deviceGroup,click_os,click_country,click_region,\
                        click_referrer_type
                        5,s,1000,2,a,2000,4,3,2,1,21,1
                        """);
        assertThat(ClickReader.read(file, LogFormat.GLOBO))
                .extracting(click -> click.context().attributes())
                .containsExactly(
                        Map.of(
                                "environment",
                                "4",
                                "os",
                                "2",
                                "country",
                                "1",
                                "region",
                                "21",
                                "referrer",
                                "1"));
    }

    @Test
    void a_log_without_clicks_is_refused_with_the_first_lines_that_are_none() throws IOException {
        Path file = file("SessionId\tItemId\tTime\n1\ta\tyesterday\n");
        assertThatThrownBy(() -> ClickReader.read(file, LogFormat.SESSIONS))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("no line of", "sessions", "Time is not");
    }
}
