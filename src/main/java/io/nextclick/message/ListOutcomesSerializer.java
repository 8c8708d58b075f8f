package io.nextclick.message;

import io.nextclick.flow.ListOutcome;
import java.io.IOException;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Batches of {@link ListOutcome}: most numbers are 0, a byte each. */
public final class ListOutcomesSerializer extends BatchSerializer<ListOutcome> {

    private static final String[] NONE = {};

    @Override
    protected void write(ListOutcome outcome, Texts texts, DataOutputView out) throws IOException {
        texts.write(outcome.personKey(), out);
        texts.write(outcome.arm(), out);
        Numbers.writeSigned(outcome.openedAtMillis(), out);
        texts.write(outcome.segments().toArray(NONE), out);
        Numbers.writeSigned(outcome.before(), out);
        Numbers.writeSigned(outcome.after(), out);
    }

    @Override
    protected ListOutcome read(Texts texts, DataInputView in) throws IOException {
        String person = texts.readId(in);
        String arm = texts.readId(in);
        long opened = Numbers.readSigned(in);
        List<String> segments = List.of(texts.readIds(in));
        long[] before = Numbers.readAllSigned(in);
        long[] after = Numbers.readAllSigned(in);
        return new ListOutcome(person, arm, segments, opened, before, after);
    }
}
