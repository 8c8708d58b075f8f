package io.nextclick.gateway;

import io.nextclick.avro.ReasonSource;
import java.util.Arrays;
import java.util.List;

/** Sources of reasons by a stored code: their place in the contract, where new ones come last. */
final class Sources {

    private static final ReasonSource[] ALL = ReasonSource.values();

    private Sources() {}

    @SuppressWarnings("EnumOrdinal")
    static int code(ReasonSource source) {
        return source.ordinal();
    }

    /** The contract's names, by code. */
    static List<String> names() {
        return Arrays.stream(ALL).map(Enum::name).toList();
    }
}
