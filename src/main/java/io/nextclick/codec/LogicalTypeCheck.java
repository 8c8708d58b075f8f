package io.nextclick.codec;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalType;
import org.apache.avro.Resolver;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/**
 * Finds fields whose numbers would be taken for other units than their writer's. Avro resolves
 * schemas by their types alone: microseconds are read as milliseconds without a word.
 *
 * <p>A writer that states no logical type has the contract's. Nothing is converted: what is refused
 * can be sent again, a rounded time cannot be put right.
 */
final class LogicalTypeCheck {

    private static final String UUID = "uuid";

    /** Schemas may contain themselves. */
    private final Set<Resolver.Action> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private LogicalTypeCheck() {}

    /** What a reader would misread, in words that name the field; nothing if all is well. */
    static Optional<String> fault(Schema writer, Schema reader) {
        try {
            Schema aliased = Schema.applyAliases(writer, reader);
            return new LogicalTypeCheck()
                    .find(Resolver.resolve(aliased, reader, GenericData.get()), "");
        } catch (AvroRuntimeException e) {
            // Schemas that do not fit at all: reading says so.
            return Optional.empty();
        }
    }

    private Optional<String> find(Resolver.Action action, String field) {
        if (!seen.add(action)) {
            return Optional.empty();
        }
        if (action instanceof Resolver.Container container) {
            return find(container.elementAction, field);
        }
        if (action instanceof Resolver.ReaderUnion union) {
            return find(union.actualAction, field);
        }
        if (action instanceof Resolver.WriterUnion union) {
            return firstOf(union.actions, branch -> field);
        }
        if (action instanceof Resolver.RecordAdjust fields) {
            return firstOf(
                    fields.fieldActions,
                    place -> {
                        String name = action.writer.getFields().get(place).name();
                        return field.isEmpty() ? name : field + '.' + name;
                    });
        }
        return ofValue(action, field);
    }

    private Optional<String> firstOf(Resolver.Action[] actions, IntFunction<String> fieldOf) {
        for (int i = 0; i < actions.length; i++) {
            Optional<String> fault = find(actions[i], fieldOf.apply(i));
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> ofValue(Resolver.Action action, String field) {
        if (!(action instanceof Resolver.DoNothing || action instanceof Resolver.Promote)) {
            return Optional.empty();
        }
        String written = name(action.writer);
        String expected = name(action.reader);
        LogicalType type = action.writer.getLogicalType();
        boolean same =
                written == null
                        || (written.equals(expected)
                                ? type == null || type.equals(action.reader.getLogicalType())
                                // Where the contract states none, only what says what a number is
                                // worth matters; Avro ignores types that it does not know.
                                : expected == null && (type == null || written.equals(UUID)));
        return same
                ? Optional.empty()
                : Optional.of(
                        "field %s is %s, the contract's is %s"
                                .formatted(
                                        field,
                                        written,
                                        expected == null ? action.reader.getType() : expected));
    }

    private static @Nullable String name(Schema schema) {
        return schema.getProp(LogicalType.LOGICAL_TYPE_PROP);
    }
}
