package io.nextclick.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextclick.event.ListToken;
import io.nextclick.option.SettingsException;
import io.nextclick.testkit.Command;
import io.nextclick.testkit.GatewayClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        String metricsKey = file.replaceAll("(?s)^metrics_key: (\\S+).*", "$1");

        Sites read = Sites.read(sites);

        assertThat(read.of(key)).isPresent();
        assertThat(read.of(key + "0")).isEmpty();
        assertThat(read.isMetricsKey(metricsKey)).isTrue();
        assertThat(read.isMetricsKey(metricsKey + "0")).isFalse();
        assertThat(read.of(metricsKey)).isEmpty();
        assertThat(made()).isNotEqualTo(file);
    }

    @ParameterizedTest
    @CsvSource({
        "short, keys must be 16",
        "'with a space within it', keys must be 16",
        "sk_default_0123456789, keys must differ"
    })
    void a_key_of_metrics_that_is_weak_or_another_one_s_is_refused(String key, String fault)
            throws Exception {
        Path file = GatewayClient.sites(folder);
        String text = Files.readString(file).replace(GatewayClient.METRICS, key);

        assertThatThrownBy(() -> Sites.read(Files.writeString(file, text)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(fault)
                .hasMessageNotContaining(key);
    }

    @Test
    void without_a_key_of_metrics_there_is_none() throws Exception {
        Path file = GatewayClient.sites(folder);
        String text = Files.readString(file).replaceFirst("metrics_key: .*\n", "");

        Sites sites = Sites.read(Files.writeString(file, text));

        assertThat(sites.isMetricsKey(GatewayClient.METRICS)).isFalse();
        assertThat(sites.isMetricsKey("")).isFalse();
    }

    @Test
    void the_token_of_a_list_is_signed_by_the_site_that_it_names() throws Exception {
        Sites sites = Sites.read(Files.writeString(folder.resolve("sites.yaml"), made()));
        Site site = sites.all().get(0);
        ListToken token =
                new ListToken(new UUID(1, 2), 1_000, 0, site.name(), "item", "", List.of());

        Token.Checked checked = Token.check(site, sites.sign(token), 1_000, 1_000);

        assertThat(checked.token()).isEqualTo(token);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                sites.sign(
                                        new ListToken(
                                                new UUID(1, 2),
                                                1_000,
                                                0,
                                                "north",
                                                "item",
                                                "",
                                                List.of())))
                .withMessageContaining("north");
    }
}
