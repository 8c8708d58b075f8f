package io.nextclick.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LogFormatTest {

    @ParameterizedTest
    @EnumSource
    void every_format_is_found_by_its_label(LogFormat format) {
        assertThat(LogFormat.parse(format.label())).isEqualTo(format);
    }

    @Test
    void yoochoose_is_another_name_of_sessions() {
        assertThat(LogFormat.parse("yoochoose")).isEqualTo(LogFormat.SESSIONS);
    }

    @Test
    void an_unknown_name_is_refused_with_the_list_of_allowed_ones() {
        assertThatThrownBy(() -> LogFormat.parse("csv"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "'csv'",
                        "rees46",
                        "retailrocket",
                        "sessions",
                        "yoochoose",
                        "globo",
                        "taobao");
    }
}
