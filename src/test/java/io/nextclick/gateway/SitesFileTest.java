package io.nextclick.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.testkit.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of sites that a script makes for a first start. */
class SitesFileTest {

    @TempDir private Path folder;

    private static String made() throws Exception {
        Command command =
                Command.run(
                        Path.of(""),
                        Map.of(),
                        List.of("deploy/gateway/sites.sh", "shop", "https://shop.example"));
        assertThat(command.exit()).as(command.printed()).isZero();
        return command.printed();
    }

    @Test
    void it_has_keys_that_a_gateway_takes_and_others_each_time() throws Exception {
        String file = made();
        Path sites = Files.writeString(folder.resolve("sites.yaml"), file);
        String key = file.replaceAll("(?s).*secret_key: (\\S+).*", "$1");

        Sites read = Sites.read(sites);

        assertThat(read.of(key)).isPresent();
        assertThat(read.of(key + "0")).isEmpty();
        assertThat(made()).isNotEqualTo(file);
    }
}
