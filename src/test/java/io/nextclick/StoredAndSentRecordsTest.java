package io.nextclick;

import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.Candidates;
import io.nextclick.event.CatalogItem;
import io.nextclick.event.DeviceSignals;
import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.PersonEvent;
import io.nextclick.event.PopularItems;
import io.nextclick.event.PopularityChange;
import io.nextclick.event.ReasonCode;
import io.nextclick.popularity.PopularList;
import io.nextclick.recommend.Gather;
import io.nextclick.recommend.PersonGathers;
import io.nextclick.recommend.PersonMessage;
import io.nextclick.recommend.Reason;
import io.nextclick.recommend.RecommendationList;
import io.nextclick.recommend.RecommendedItem;
import io.nextclick.recommend.ShopUpdate;
import io.nextclick.recommend.Source;
import io.nextclick.session.OpenSession;
import io.nextclick.session.PersonVisits;
import io.nextclick.session.SessionSummary;
import io.nextclick.similarity.ItemMessage;
import io.nextclick.similarity.ItemNeighbours;
import io.nextclick.similarity.SimilarItems;
import io.nextclick.wire.RawRecord;
import io.nextclick.wire.RejectedRecord;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that travels or is stored goes through Flink's own serializers, and whole. */
class StoredAndSentRecordsTest {

    private static final Event EVENT =
            view("milk")
                    .on("phone")
                    .during("s1")
                    .sentAt(NOON)
                    .showing(new DeviceSignals("n", "u", "z"))
                    .with(
                            new EventContext(
                                    "a/b",
                                    "c",
                                    1.5,
                                    "EUR",
                                    2,
                                    "q",
                                    3L,
                                    0.5f,
                                    4f,
                                    "item",
                                    "x",
                                    "r",
                                    5,
                                    Map.of("k", "v")))
                    .event();
    private static final PersonEvent PERSON_EVENT =
            new PersonEvent(
                    "ann",
                    3,
                    EVENT,
                    new String[] {"d"},
                    new String[] {"a"},
                    2,
                    true,
                    false,
                    new String[] {"o"});
    private static final Candidates CANDIDATES =
            new Candidates("ann", 3, 1, "milk", null, new String[] {"a"}, new float[] {1});
    private static final CatalogItem ITEM =
            new CatalogItem("default", "milk", "Milk", null, "farm", 1.0, true, false);
    private static final RawRecord RAW = new RawRecord("events", 1, 2, 3, null, new byte[] {1, 2});

    static Stream<Object> records() {
        return Stream.of(
                EVENT,
                view("bare").event(),
                PERSON_EVENT,
                CANDIDATES,
                ITEM,
                RAW,
                new RejectedRecord(RAW, ReasonCode.MISSING_ID, "none"),
                new PopularItems("default", null, new String[] {"a"}, new float[] {1}),
                new PopularityChange("default", "c", "i", 1, 2, true),
                new ItemMessage(
                        "default",
                        "i",
                        "p",
                        1,
                        2,
                        3,
                        true,
                        null,
                        "x",
                        1,
                        new String[] {"b"},
                        new float[] {2}),
                new SimilarItems(
                        "i",
                        1,
                        2,
                        new String[] {"n"},
                        new float[] {1},
                        new float[] {2},
                        new float[] {3}),
                PersonMessage.of(CANDIDATES),
                new PersonMessage("ann", PERSON_EVENT, null),
                ShopUpdate.of(ITEM),
                new SessionSummary(
                        "ann", 1, 2, 3, Map.of("VIEW", 3), 1, List.of("d"), "a", null, true),
                new RecommendationList(
                        "id",
                        "ann",
                        List.of("d"),
                        List.of(),
                        1,
                        "e",
                        2,
                        List.of(
                                new RecommendedItem(
                                        "i", 1, List.of(new Reason(Source.SIMILAR_ITEM, "x", 1)))),
                        "p",
                        1,
                        false,
                        true),
                visits(),
                neighbours(),
                popular(),
                gathers());
    }

    private static PersonVisits visits() {
        OpenSession session = new OpenSession();
        session.startMillis = NOON;
        session.entryItem = "a";
        session.countsByType.put("VIEW", 2);
        session.items.add("a");
        session.devices.add("d");
        session.recentItems.add("a");
        session.recentMillis.add(NOON);
        PersonVisits visits = new PersonVisits();
        visits.sequence = 4;
        visits.open.add(session);
        visits.owned.add("o");
        return visits;
    }

    private static ItemNeighbours neighbours() {
        ItemNeighbours item = new ItemNeighbours();
        item.size = 1;
        item.items = new String[] {"n", null};
        item.forward = new float[] {1, 0};
        item.backward = new float[] {2, 0};
        return item;
    }

    private static PopularList popular() {
        PopularList list = new PopularList();
        list.site = "default";
        list.weights.put("a", 1f);
        list.unavailable.put("b", 2f);
        return list;
    }

    private static PersonGathers gathers() {
        Gather gather = new Gather();
        gather.sequence = 1;
        gather.request = PERSON_EVENT;
        gather.answers.add(CANDIDATES);
        PersonGathers gathers = new PersonGathers();
        gathers.open.add(gather);
        return gathers;
    }

    @ParameterizedTest
    @MethodSource("records")
    void none_falls_to_kryo(Object record) {
        PojoTestUtils.assertSerializedAsPojoWithoutKryo(record.getClass());
    }

    @ParameterizedTest
    @MethodSource("records")
    <T> void each_comes_back_whole(T record) throws Exception {
        @SuppressWarnings("unchecked")
        TypeSerializer<T> serializer =
                TypeInformation.of((Class<T>) record.getClass())
                        .createSerializer(new SerializerConfigImpl());
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(record, out);
        T back = serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
        assertThat(back).usingRecursiveComparison().isEqualTo(record);
        assertThat(serializer.copy(record)).usingRecursiveComparison().isEqualTo(record);
    }

    /** What the guard guards against. */
    public record Holder(java.util.Optional<String> text) {}

    @Test
    void the_guard_finds_what_falls_to_kryo() {
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> PojoTestUtils.assertSerializedAsPojoWithoutKryo(Holder.class))
                .isInstanceOf(AssertionError.class);
    }
}
