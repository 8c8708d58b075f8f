package io.nextclick.testkit;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * Leaves nothing of a record unsaid, so that a field that is new is in every test of all fields.
 */
public final class FullRecord {

    private FullRecord() {}

    /**
     * The record with a value for each component that is null, and so for the records in it.
     *
     * @throws AssertionError for a component of a type that it knows no value of
     * @throws LinkageError if the record cannot be made, as one that refuses the values
     */
    public static <R extends Record> R of(R record) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] values = new Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                Object value = components[i].getAccessor().invoke(record);
                values[i] =
                        value == null
                                ? sample(types[i], components[i].getName(), i)
                                : value instanceof Record inner ? of(inner) : value;
            }
            @SuppressWarnings("unchecked")
            Constructor<R> constructor =
                    (Constructor<R>) record.getClass().getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(record.toString(), e);
        }
    }

    /** Another one for each place. */
    private static Object sample(Class<?> type, String name, int place) {
        if (type == String.class) {
            return name;
        } else if (type == Integer.class) {
            return 100 + place;
        } else if (type == Long.class) {
            return 1_000L + place;
        } else if (type == Float.class) {
            return place + 0.5f;
        } else if (type == Double.class) {
            return place + 0.25;
        }
        throw new AssertionError("no value of " + type + " for " + name);
    }
}
