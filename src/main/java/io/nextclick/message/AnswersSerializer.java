package io.nextclick.message;

import io.nextclick.flow.Candidates;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The {@link Candidates} of one event: its person and sequence once, then each answer. */
public final class AnswersSerializer extends MessageSerializer<Batch<Candidates>> {

    private static final float[][] NONE = {};
    private static final int TRANSITIONS = 1;
    private static final int CATEGORY = 1 << 1;

    private final Texts texts;
    private final Floats floats = new Floats();

    /** A serializer with buffers of its own. */
    public AnswersSerializer() {
        this(new Texts());
    }

    /** One that shares the buffers of another. */
    public AnswersSerializer(Texts texts) {
        this.texts = texts;
    }

    @Override
    public AnswersSerializer duplicate() {
        return new AnswersSerializer();
    }

    @Override
    public void serialize(Batch<Candidates> answers, DataOutputView out) throws IOException {
        texts.write(answers.first().personKey(), out);
        Numbers.write(answers.first().sequence(), out);
        Numbers.write(answers.elements().size(), out);
        for (Candidates answer : answers.elements()) {
            write(answer, out);
        }
    }

    private void write(Candidates answer, DataOutputView out) throws IOException {
        String category = answer.category();
        boolean transitions = answer.hasTransitions();
        out.writeByte((transitions ? TRANSITIONS : 0) | (category == null ? 0 : CATEGORY));
        Numbers.write(answer.slot(), out);
        texts.write(answer.itemId(), out);
        if (category != null) {
            texts.write(category, out);
        }
        out.writeFloat(answer.visits());
        out.writeFloat(answer.recentVisits());
        texts.write(answer.neighbours(), out);
        int count = answer.neighbours().length;
        floats.write(answer.scores(), count, out);
        if (transitions) {
            for (int i = 0; i < Candidates.TRANSITIONS; i++) {
                floats.write(answer.transition(i), count, out);
            }
        }
    }

    @Override
    public Batch<Candidates> deserialize(DataInputView in) throws IOException {
        String person = texts.readId(in);
        long sequence = Numbers.read(in);
        int count = Numbers.readCount(in);
        List<Candidates> answers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            answers.add(read(person, sequence, in));
        }
        return new Batch<>(answers);
    }

    private Candidates read(String person, long sequence, DataInputView in) throws IOException {
        int flags = in.readByte();
        int slot = Numbers.readCount(in);
        String item = texts.readId(in);
        String category = (flags & CATEGORY) == 0 ? null : texts.readId(in);
        float visits = in.readFloat();
        float recentVisits = in.readFloat();
        String[] neighbours = texts.readIds(in);
        int count = neighbours.length;
        float[] scores = floats.read(count, in);
        float[][] transitions = NONE;
        if ((flags & TRANSITIONS) != 0) {
            transitions = new float[Candidates.TRANSITIONS][];
            for (int i = 0; i < transitions.length; i++) {
                transitions[i] = floats.read(count, in);
            }
        }
        return new Candidates(
                person,
                sequence,
                slot,
                item,
                category,
                visits,
                recentVisits,
                neighbours,
                scores,
                transitions);
    }
}
