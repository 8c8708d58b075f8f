package io.nextclick.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FullRecordTest {

    record Inner(@Nullable String text, @Nullable Long number) {}

    record Outer(
            @Nullable String set,
            @Nullable String unset,
            Inner inner,
            @Nullable Float share,
            @Nullable Double price,
            @Nullable Integer pieces) {}

    record Moment(@Nullable Instant at) {}

    @Test
    void what_is_null_has_a_value_then_and_what_is_not_stays() {
        Outer bare = new Outer("kept", null, new Inner(null, 7L), null, null, null);
        assertThat(FullRecord.of(bare))
                .isEqualTo(new Outer("kept", "unset", new Inner("text", 7L), 3.5f, 4.25, 105));
    }

    @Test
    void a_type_without_a_value_is_named() {
        assertThatThrownBy(() -> FullRecord.of(new Moment(null)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Instant");
    }
}
