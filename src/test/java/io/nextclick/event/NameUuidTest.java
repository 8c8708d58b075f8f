package io.nextclick.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Names have the UUIDs that the platform gives them. */
class NameUuidTest {

    @Test
    void a_name_has_the_uuid_that_the_platform_gives_it() {
        Random random = new Random(1);
        for (int length = 0; length < 300; length++) {
            byte[] name = new byte[length + 5];
            random.nextBytes(name);
            assertThat(NameUuid.of(name, length))
                    .isEqualTo(UUID.nameUUIDFromBytes(Arrays.copyOf(name, length)));
        }
    }
}
