package io.nextclick.testkit;

import io.nextclick.flow.Candidates;
import io.nextclick.message.Batch;
import io.nextclick.recommend.PersonMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers of items that were visited once. */
public final class Answers {

    private static final float[] NONE = {};

    private Answers() {}

    /** The message of one answer. */
    public static PersonMessage message(Candidates answer) {
        return PersonMessage.of(new Batch<>(List.of(answer)));
    }

    /** An answer that says nothing of how people went on. */
    public static Candidates of(
            String person,
            long sequence,
            int slot,
            String item,
            @Nullable String category,
            String[] neighbours,
            float[] scores) {
        return new Candidates(
                person,
                sequence,
                slot,
                item,
                category,
                1,
                1,
                neighbours,
                scores,
                NONE,
                NONE,
                NONE,
                NONE);
    }
}
