package io.nextclick.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.avro.ReasonSource;
import io.nextclick.codec.AvroDecoder;
import io.nextclick.codec.AvroEncoder;
import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RefusedException;
import io.nextclick.event.Surface;
import io.nextclick.experiment.Draw;
import io.nextclick.recommend.Reason;
import io.nextclick.recommend.RecommendationList;
import io.nextclick.recommend.RecommendedItem;
import io.nextclick.recommend.Source;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContractsTest {

    private static RecommendationList list(Source source) {
        return new RecommendationList(
                "id",
                "shop/ann",
                List.of("phone"),
                List.of("ann"),
                1,
                "e",
                2,
                List.of(new RecommendedItem("i", 3, List.of(new Reason(source, "r", 4)))),
                List.of("tea-lovers", "new"),
                "p",
                1,
                Surface.HOME,
                Draw.NONE,
                false,
                true);
    }

    private static io.nextclick.avro.RecommendationList written(RecommendationList list)
            throws RefusedException {
        Schema schema = io.nextclick.avro.RecommendationList.getClassSchema();
        var encoder =
                new AvroEncoder<io.nextclick.avro.RecommendationList>(
                        schema, "topic", CodecSettings.DEFAULT);
        ListContract.write(list, encoder.begin());
        return new AvroDecoder<io.nextclick.avro.RecommendationList>(schema, CodecSettings.DEFAULT)
                .decode(encoder.end());
    }

    @Test
    void a_list_is_written_with_the_segments_of_the_person() throws RefusedException {
        var written = written(list(Source.RULE));
        assertThat(written.getSegments()).containsExactly("tea-lovers", "new");
        assertThat(written.getPersonId()).isEqualTo("ann");
        assertThat(written.getSite()).isEqualTo("shop");
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void the_contract_has_every_source_of_a_reason(Source source) throws RefusedException {
        var reason = written(list(source)).getItems().get(0).getReasons().get(0);
        assertThat(reason.getSource()).isEqualTo(ReasonSource.valueOf(source.name()));
        assertThat(reason.getBecauseOf()).isEqualTo("r");
    }
}
