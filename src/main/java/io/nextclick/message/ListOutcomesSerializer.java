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
    public ListOutcomesSerializer duplicate() {
        return new ListOutcomesSerializer();
    }

    @Override
    protected void write(ListOutcome outcome, Texts texts, DataOutputView out) throws IOException {
        texts.write(outcome.personKey(), out);
        texts.write(outcome.arm(), out);
        texts.write(outcome.segments().toArray(NONE), out);
        Numbers.writeSigned(outcome.openedAtMillis(), out);
        Numbers.writeSigned(outcome.before(), out);
        Numbers.writeSigned(outcome.after(), out);
    }

    @Override
    protected ListOutcome read(Texts texts, DataInputView in) throws IOException {
        return new ListOutcome(
                texts.readId(in),
                texts.readId(in),
                List.of(texts.readIds(in)),
                Numbers.readSigned(in),
                Numbers.readAllSigned(in),
                Numbers.readAllSigned(in));
    }
}
