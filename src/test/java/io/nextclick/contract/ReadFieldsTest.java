package io.nextclick.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.blend.Signal;
import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RawRecord;
import io.nextclick.ingest.DecodeRules;
import io.nextclick.rule.RuleUpdate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;

/**
 * Every field of a contract that producers write has a reader, or stands among those that say why
 * they have none. First: another value of the field is another record of the job, in Avro and in
 * JSON. Second: code outside the contracts and messages asks the record for it.
 */
class ReadFieldsTest {

    private static final Path SOURCES = Path.of("src/main/java/io/nextclick");

    /** Not decoded at all. */
    private static final Map<String, String> NOT_DECODED =
            Map.of(
                    "CatalogItem.attributes", "for other readers of the topic",
                    "RuleDefinition.updated_at", "for people; the version says what is newer");

    /** Decoded, and asked for by nobody but the check of its length. */
    private static final Map<String, String> NOT_USED =
            Map.of(
                    "CatalogItem.title", "for other readers of the topic",
                    "BehaviorEvent.context.shown.position", "for other readers of the topic",
                    "BehaviorEvent.context.token", "the gateway checks it, before it is sent");

    /** Who asks for a field, and how. */
    private static final String READERS =
            """
            BehaviorEvent.event_id = quality/CheckQuality: .eventId()
            BehaviorEvent.event_type = segment/Seen: event.type()
            BehaviorEvent.occurred_at = flow/PastEvent: event.occurredAtMillis()
            BehaviorEvent.site = recommend/SelectedItems: .site()
            BehaviorEvent.user_id = flow/PastEvent: event.userId()
            BehaviorEvent.device_id = flow/PastEvent: .deviceId()
            BehaviorEvent.source_session_id = flow/PastEvent: event.sourceSessionId()
            BehaviorEvent.item_id = flow/PastEvent: event.itemId()
            BehaviorEvent.sent_at = event/EventChecks: .sentAtMillis()
            BehaviorEvent.context.category = flow/PastEvent: context.category()
            BehaviorEvent.context.brand = flow/PastEvent: context.brand()
            BehaviorEvent.context.price = flow/PastEvent: context.price()
            BehaviorEvent.context.currency = flow/PastEvent: context.currency()
            BehaviorEvent.context.quantity = flow/PastEvent: context.quantity()
            BehaviorEvent.context.query = rule/Facts: context.query()
            BehaviorEvent.context.dwell_millis = flow/PastEvent: context.dwellMillis()
            BehaviorEvent.context.scroll_depth = rule/Facts: context().scrollDepth()
            BehaviorEvent.context.rating = rule/Facts: context().rating()
            BehaviorEvent.context.page_type = recommend/ListMaker: request.event().surface()
            BehaviorEvent.context.campaign = rule/Facts: context.campaign().name()
            BehaviorEvent.context.recommendation_id = rule/Facts: context.list().recommendationId()
            BehaviorEvent.context.recommendation_position = rule/Facts: context().list().position()
            BehaviorEvent.context.shown.item_id = rule/Facts: context.list().itemIds()
            BehaviorEvent.context.visible_millis = rule/Facts: context().list().visibleMillis()
            BehaviorEvent.context.source = rule/Facts: context.campaign().source()
            BehaviorEvent.context.medium = rule/Facts: context.campaign().medium()
            BehaviorEvent.context.content = rule/Facts: context.campaign().content()
            BehaviorEvent.context.term = rule/Facts: context.campaign().term()
            BehaviorEvent.context.attributes = rule/Facts: context.attributes()
            BehaviorEvent.signals.network_hash = identity/MatchDevices: .networkHash()
            BehaviorEvent.signals.user_agent_family = identity/DeviceProfile: .userAgentFamily()
            BehaviorEvent.signals.time_zone = identity/DeviceProfile: .timeZone()
            CatalogItem.item_id = recommend/ShopUpdate: .itemKey()
            CatalogItem.site = recommend/ShopUpdate: .itemKey()
            CatalogItem.category = recommend/ItemFacts: .category()
            CatalogItem.brand = recommend/ItemFacts: .brand()
            CatalogItem.price = recommend/ItemFacts: item.price()
            CatalogItem.currency = recommend/ItemFacts: item.currency()
            CatalogItem.in_stock = recommend/ShopUpdate: .isAvailable()
            CatalogItem.available_from = recommend/ShopUpdate: item.availableFromMillis()
            CatalogItem.updated_at = catalogue/UpdateCatalogue: record.updatedAtMillis()
            IdentityEvent.action = identity/Attribution: .action()
            IdentityEvent.device_id = graph/Devices: ::deviceKey
            IdentityEvent.user_id = identity/Attribution: .userId()
            IdentityEvent.site = graph/Devices: ::deviceKey
            IdentityEvent.occurred_at = identity/Attribution: .occurredAtMillis()
            """;

    private static final List<Class<?>> CONTRACTS =
            List.of(
                    io.nextclick.avro.BehaviorEvent.class,
                    io.nextclick.avro.CatalogItem.class,
                    io.nextclick.avro.IdentityEvent.class,
                    io.nextclick.avro.RankingPolicy.class,
                    io.nextclick.avro.RuleDefinition.class);

    private static Map<String, String> readers() {
        Map<String, String> readers = new TreeMap<>();
        for (String line : READERS.lines().toList()) {
            String[] parts = line.split(" = ", 2);
            readers.put(parts[0], parts[1]);
        }
        return readers;
    }

    private static Schema schema(Class<?> contract) {
        return org.apache.avro.specific.SpecificData.get().getSchema(contract);
    }

    /** The job's record of some bytes, or what the job refuses. */
    private interface Decoding {
        Object decode(byte[] value) throws Exception;
    }

    private static Decoding decoding(Schema schema) {
        CodecSettings codec = CodecSettings.DEFAULT;
        return switch (schema.getName()) {
            case "BehaviorEvent" -> EventContract.decoder(codec)::decode;
            case "CatalogItem" -> ItemContract.decoder(codec)::decode;
            case "IdentityEvent" -> IdentityContract.decoder(codec)::decode;
            case "RankingPolicy" -> PolicyContract.decoder(codec)::decode;
            default -> ReadFieldsTest::rule;
        };
    }

    /** The rule as it is passed on; its key is not looked at here. */
    private static Object rule(byte[] value) throws Exception {
        for (String key : List.of("site-0/rule-0", "site-0/rule-1", "site-1/rule-0")) {
            try (var harness =
                    new OneInputStreamOperatorTestHarness<RawRecord, RuleUpdate>(
                            new ProcessOperator<>(new DecodeRules(CodecSettings.DEFAULT, 10)))) {
                harness.open();
                byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
                harness.processElement(new RawRecord("rules", 0, 0, 1, bytes, value), 1);
                if (!harness.extractOutputValues().isEmpty()) {
                    return harness.extractOutputValues().get(0);
                }
            }
        }
        return "refused";
    }

    /** The fields of a contract that are no records themselves, by their ways. */
    private static void leaves(Schema schema, String way, Set<String> into) {
        Schema type = present(schema);
        if (type.getType() == Schema.Type.ARRAY) {
            leaves(type.getElementType(), way, into);
        } else if (type.getType() == Schema.Type.RECORD) {
            type.getFields().forEach(each -> leaves(each.schema(), way + '.' + each.name(), into));
        } else {
            into.add(way);
        }
    }

    private static Set<String> leaves(Schema schema) {
        Set<String> found = new TreeSet<>();
        leaves(schema, schema.getName(), found);
        return found;
    }

    private static Schema present(Schema schema) {
        return schema.getType() == Schema.Type.UNION
                ? schema.getTypes().stream()
                        .filter(each -> each.getType() != Schema.Type.NULL)
                        .findFirst()
                        .orElseThrow()
                : schema;
    }

    /** A value of which all is there; one field has its second value instead of the first. */
    private static Object value(Schema schema, String way, String changed) {
        Schema type = present(schema);
        int which = way.equals(changed) ? 1 : 0;
        switch (way) {
            case "RankingPolicy.weights.signal" -> {
                return Signal.values()[which].name();
            }
            case "RuleDefinition.definition" -> {
                return "{\"membership\":\"%d d\",\"pattern\":{\"stages\":[{\"name\":\"a\",\"when\":\"true\"}]}}"
                        .formatted(1 + which);
            }
            case "RuleDefinition.kind" -> {
                // The other kind needs actions, which a segment has not: it is refused.
                return new GenericData.EnumSymbol(type, which == 0 ? "SEGMENT" : "RECOMMENDATION");
            }
            default -> {
                return plain(type, way, changed, which);
            }
        }
    }

    private static Object plain(Schema type, String way, String changed, int which) {
        String name = way.substring(way.lastIndexOf('.') + 1).replaceAll("_id$", "");
        return switch (type.getType()) {
            case RECORD -> {
                GenericRecord record = new GenericData.Record(type);
                type.getFields()
                        .forEach(
                                each ->
                                        record.put(
                                                each.name(),
                                                value(
                                                        each.schema(),
                                                        way + '.' + each.name(),
                                                        changed)));
                yield record;
            }
            case ARRAY ->
                    new GenericData.Array<>(
                            type, List.of(value(type.getElementType(), way, changed)));
            case MAP -> Map.of("name", "value-" + which);
            case ENUM -> new GenericData.EnumSymbol(type, type.getEnumSymbols().get(1 + which));
            case STRING -> name + '-' + which;
            case INT -> 1 + which;
            case LONG -> 1_000_000L * way.length() + 1 + which;
            case FLOAT -> 0.5f + which;
            case DOUBLE -> 0.5 + which;
            case BOOLEAN -> which == 0;
            default -> throw new IllegalStateException("no value of " + type);
        };
    }

    private static byte[] avro(GenericRecord record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new BinaryMessageEncoder<GenericRecord>(GenericData.get(), record.getSchema())
                .encode(record, out);
        return out.toByteArray();
    }

    /** In the contract's JSON; enums, times and numbers as they are, absent nothing. */
    private static byte[] json(GenericRecord record) {
        return record.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean differ(Object one, Object other) {
        RecursiveComparisonConfiguration fields = new RecursiveComparisonConfiguration();
        try {
            assertThat(one).usingRecursiveComparison(fields).isEqualTo(other);
            return false;
        } catch (AssertionError e) {
            return true;
        }
    }

    @Test
    void another_value_of_a_field_is_another_record() throws Exception {
        Set<String> unread = new TreeSet<>();
        for (Class<?> contract : CONTRACTS) {
            Schema schema = schema(contract);
            Decoding decoding = decoding(schema);
            GenericRecord base = (GenericRecord) value(schema, schema.getName(), "");
            Object first = decoding.decode(avro(base));
            assertThat(first).as(schema.getName()).isNotEqualTo("refused");
            boolean json = contract != io.nextclick.avro.RuleDefinition.class;
            for (String leaf : leaves(schema)) {
                GenericRecord changed = (GenericRecord) value(schema, schema.getName(), leaf);
                Object second = decoding.decode(avro(changed));
                if (!differ(first, second)) {
                    unread.add(leaf);
                }
                if (json) {
                    assertThat(decoding.decode(json(changed)))
                            .as("%s in JSON", leaf)
                            .usingRecursiveComparison()
                            .isEqualTo(second);
                }
            }
        }
        assertThat(unread).containsExactlyInAnyOrderElementsOf(NOT_DECODED.keySet());
    }

    @Test
    void every_field_of_an_event_an_item_or_a_link_is_asked_for_by_somebody() throws Exception {
        Map<String, String> readers = readers();
        Set<String> expected = new TreeSet<>(readers.keySet());
        expected.addAll(NOT_USED.keySet());
        expected.addAll(NOT_DECODED.keySet());
        expected.removeIf(field -> field.startsWith("RuleDefinition"));
        Set<String> fields = new TreeSet<>();
        CONTRACTS.subList(0, 3).forEach(each -> fields.addAll(leaves(schema(each))));
        assertThat(expected).as("a new field has a reader, too").isEqualTo(fields);
        List<String> faults = new ArrayList<>();
        for (Map.Entry<String, String> each : readers.entrySet()) {
            String[] parts = each.getValue().split(": ", 2);
            Path file = SOURCES.resolve(parts[0] + ".java");
            if (!Files.exists(file) || !Files.readString(file).contains(parts[1])) {
                faults.add(each.getKey() + ": " + each.getValue());
            }
        }
        assertThat(faults).isEmpty();
    }
}
