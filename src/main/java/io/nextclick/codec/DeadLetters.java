package io.nextclick.codec;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/** The side output of the decoding operators. */
public final class DeadLetters {

    /** Refused records. */
    public static final OutputTag<RejectedRecord> TAG =
            new OutputTag<>("dead-letters", TypeInformation.of(RejectedRecord.class));

    private DeadLetters() {}
}
