package io.nextclick.log;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The behaviour logs that {@link BehaviorLog} reads. */
public enum LogFormat {
    /** REES46 multi-category shop: CSV in order of time, UTC seconds; users and sessions known. */
    REES46(
            "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,"
                    + "user_session",
            ',',
            true,
            true),
    /** RetailRocket {@code events.csv}: CSV in no order, ms; a visitor is a device. */
    RETAILROCKET("timestamp,visitorid,event,itemid,transactionid", ',', true, false),
    /** session-rec files (YooChoose and others): tab-separated, by session, seconds. */
    SESSIONS("SessionId,ItemId,Time", '\t', true, false),
    /** Globo.com news portal: CSV in order of time, ms; users over several device groups. */
    GLOBO(
            "user_id,session_id,session_start,session_size,click_article_id,click_timestamp,"
                    + "click_environment,click_deviceGroup,click_os,click_country,click_region,"
                    + "click_referrer_type",
            ',',
            true,
            true),
    /** Taobao UserBehavior: CSV without a header, by user, seconds. */
    TAOBAO("user,item,category,behaviour,seconds", ',', false, false),
    /** Recorded records of the job's topics, JSON lines in any order; only the events count. */
    RECORDS("topic,value", ',', false, false);

    private static final String ALIAS_OF_SESSIONS = "yoochoose";

    private final String columns;
    private final char delimiter;
    private final boolean header;
    private final boolean inOrderOfTime;

    LogFormat(String columns, char delimiter, boolean header, boolean inOrderOfTime) {
        this.columns = columns;
        this.delimiter = delimiter;
        this.header = header;
        this.inOrderOfTime = inOrderOfTime;
    }

    /**
     * The format of a name, in lower case as in settings; {@code yoochoose} is another name of
     * {@code sessions}.
     *
     * @throws IllegalArgumentException for any other name; the message lists what is allowed
     */
    public static LogFormat parse(String name) {
        if (name.equals(ALIAS_OF_SESSIONS)) {
            return SESSIONS;
        }
        for (LogFormat each : values()) {
            if (each.label().equals(name)) {
                return each;
            }
        }
        throw new IllegalArgumentException(
                "unknown log format '%s', must be one of %s"
                        .formatted(name, String.join(", ", names())));
    }

    /** All names that {@link #parse} takes. */
    public static List<String> names() {
        return Stream.concat(
                        Arrays.stream(values()).map(LogFormat::label), Stream.of(ALIAS_OF_SESSIONS))
                .toList();
    }

    /** The name that {@link #parse} takes. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Columns in the order in which {@link EventParser} numbers them. */
    List<String> columns() {
        return List.of(columns.split(",", -1));
    }

    char delimiter() {
        return delimiter;
    }

    boolean hasHeader() {
        return header;
    }

    /** True if files of this format are published in order of time, so they can be streamed. */
    boolean isInOrderOfTime() {
        return inOrderOfTime;
    }
}
