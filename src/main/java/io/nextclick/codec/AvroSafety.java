package io.nextclick.codec;

import io.nextclick.avro.BehaviorEvent;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * What Avro may do with foreign bytes. It may allocate at most some megabytes for one value: its
 * own limits are those of the JVM's arrays, so that a message of ten bytes could ask for a
 * gigabyte. And besides its own it may make instances of the contracts' classes only.
 */
final class AvroSafety {

    private static final int MAX_BYTES = 16 * 1024 * 1024;
    private static final int MAX_ITEMS = 100_000;

    static {
        setIfAbsent("org.apache.avro.limits.string.maxLength", MAX_BYTES);
        setIfAbsent("org.apache.avro.limits.bytes.maxLength", MAX_BYTES);
        setIfAbsent("org.apache.avro.limits.collectionItems.maxLength", MAX_ITEMS);
        String contracts = BehaviorEvent.class.getPackageName();
        ClassSecurityValidator.setGlobal(
                ClassSecurityValidator.composite(
                        ClassSecurityValidator.getGlobal(),
                        type -> type.getPackageName().equals(contracts)));
    }

    private AvroSafety() {}

    /** Takes effect with the first call, which must come before Avro first reads or writes. */
    static void apply() {
        // All is done when this class is loaded.
    }

    /** Avro reads these when it first decodes; what the JVM was started with wins. */
    private static void setIfAbsent(String property, int limit) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, String.valueOf(limit));
        }
    }
}
