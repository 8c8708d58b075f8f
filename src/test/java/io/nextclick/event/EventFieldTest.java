package io.nextclick.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.avro.BehaviorEvent;
import io.nextclick.testkit.Events;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class EventFieldTest {

    /** The contract's fields by their ways, with what they hold. */
    private static Map<String, EventField.Kind> contract(Schema record, String prefix) {
        Map<String, EventField.Kind> fields = new TreeMap<>();
        for (Schema.Field field : record.getFields()) {
            Schema type =
                    field.schema().getType() == Schema.Type.UNION
                            ? field.schema().getTypes().get(1)
                            : field.schema();
            switch (type.getType()) {
                case RECORD -> fields.putAll(contract(type, field.name() + "."));
                case STRING, ENUM -> fields.put(prefix + field.name(), EventField.Kind.TEXT);
                case INT, LONG, FLOAT, DOUBLE ->
                        fields.put(
                                prefix + field.name(),
                                type.getLogicalType() == null
                                        ? EventField.Kind.NUMBER
                                        : EventField.Kind.TIME);
                default -> {
                    // The maps and lists are named by the test.
                    assertThat(prefix + field.name()).isIn("context.attributes", "context.shown");
                }
            }
        }
        return fields;
    }

    @Test
    void the_fields_are_those_of_the_contract() {
        Map<String, EventField.Kind> fields = new TreeMap<>();
        EventField.names().forEach(name -> fields.put(name, field(name).kind()));
        assertThat(fields).isEqualTo(contract(BehaviorEvent.getClassSchema(), ""));
    }

    @Test
    void every_field_of_a_full_event_is_present_and_of_an_empty_one_only_what_must_be() {
        Event full =
                Events.of(EventType.CLICK, "milk")
                        .on("phone")
                        .during("visit")
                        .with(Events.FULL_CONTEXT)
                        .sentAt(Events.NOON)
                        .showing(new DeviceSignals("net", "safari-ios", "Europe/Berlin"))
                        .event();
        Event bare = Events.of(EventType.LOGIN, null).event();
        assertThat(present(full))
                .containsExactlyElementsOf(EventField.names())
                .isNotEqualTo(present(bare));
        assertThat(present(bare))
                .containsExactly("event_id", "event_type", "occurred_at", "site", "user_id");
        assertThat(field("context.attributes.colour").text(full)).isEqualTo("white");
        assertThat(field("context.attributes.size").isPresent(full)).isFalse();
        assertThat(EventField.of("context.attributes.")).isEmpty();
    }

    @Test
    void every_field_reads_its_own() {
        Event full =
                Events.of(EventType.CLICK, "milk")
                        .on("phone")
                        .during("visit")
                        .with(Events.FULL_CONTEXT)
                        .event();
        assertThat(
                        Stream.of("item_id", "device_id", "source_session_id", "context.source")
                                .map(name -> field(name).text(full)))
                .containsExactly("milk", "phone", "visit", "letter");
        assertThat(
                        Stream.of("price", "quantity", "dwell_millis", "rating", "visible_millis")
                                .map(name -> field("context." + name).number(full)))
                .containsExactly(1.25, 2.0, 900.0, 4.5, 1_500.0);
    }

    @Test
    void a_blank_text_is_absent() {
        Event event = Events.view(" ").with(context("")).event();
        assertThat(field("item_id").isPresent(event)).isFalse();
        assertThat(field("context.page_type").isPresent(event)).isFalse();
    }

    @Test
    void a_number_is_as_it_was_written() {
        Event event = Events.view("milk").with(depth(0.1f)).event();
        assertThat(field("context.scroll_depth").number(event)).isEqualTo(0.1);
    }

    private static List<String> present(Event event) {
        return EventField.names().stream().filter(name -> field(name).isPresent(event)).toList();
    }

    private static EventField field(String name) {
        return EventField.of(name).orElseThrow();
    }

    private static EventContext context(String pageType) {
        return EventContext.builder().pageType(pageType).build();
    }

    private static EventContext depth(float share) {
        return EventContext.builder().scrollDepth(share).build();
    }
}
