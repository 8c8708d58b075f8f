package io.nextclick.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nextclick.event.ListToken;
import io.nextclick.testkit.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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

    @Test
    void the_token_of_a_list_is_signed_by_the_site_that_it_names() throws Exception {
        Sites sites = Sites.read(Files.writeString(folder.resolve("sites.yaml"), made()));
        Site site = sites.all().get(0);
        ListToken token = new ListToken(new UUID(1, 2), 1_000, 0, site.name(), "item", "");

        Token.Checked checked = Token.check(site, sites.sign(token), 1_000, 1_000);

        assertThat(checked.token()).isEqualTo(token);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                sites.sign(
                                        new ListToken(
                                                new UUID(1, 2), 1_000, 0, "north", "item", "")))
                .withMessageContaining("north");
    }
}
