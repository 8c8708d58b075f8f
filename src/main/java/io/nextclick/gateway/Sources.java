package io.nextclick.gateway;

import io.nextclick.avro.ReasonSource;

/** Sources of reasons by a stored code: their place in the contract, where new ones come last. */
final class Sources {

    private static final ReasonSource[] ALL = ReasonSource.values();

    private Sources() {}

    @SuppressWarnings("EnumOrdinal")
    static int code(ReasonSource source) {
        return source.ordinal();
    }

    /** The contract's name; that of what is unknown for a code of a later version. */
    static String name(int code) {
        return ALL[code < ALL.length ? code : 0].name();
    }
}
