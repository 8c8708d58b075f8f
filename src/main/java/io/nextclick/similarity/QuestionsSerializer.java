package io.nextclick.similarity;

import io.nextclick.message.Batch;
import io.nextclick.message.Floats;
import io.nextclick.message.MessageSerializer;
import io.nextclick.message.Numbers;
import io.nextclick.message.Texts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The {@link ItemMessage}s of one event: what they share once, then each. */
public final class QuestionsSerializer extends MessageSerializer<Batch<ItemMessage>> {

    private static final String[] NO_ITEMS = {};
    private static final float[] NO_WEIGHTS = {};
    private static final int VISITED = 1;
    private static final int CATEGORY = 1 << 1;
    private static final int AFTER = 1 << 2;
    private static final int NEXT = 1 << 3;
    private static final int BEFORE = 1 << 4;
    private static final int TAKEN_BACK = 1 << 5;
    private static final int NO_ANSWER = 1 << 6;

    private final Texts texts = new Texts();
    private final Floats floats = new Floats();

    @Override
    public QuestionsSerializer duplicate() {
        return new QuestionsSerializer();
    }

    @Override
    public void serialize(Batch<ItemMessage> questions, DataOutputView out) throws IOException {
        ItemMessage first = questions.first();
        texts.write(first.site(), out);
        texts.write(first.personKey(), out);
        Numbers.write(first.sequence(), out);
        out.writeLong(first.occurredAtMillis());
        Numbers.write(questions.elements().size(), out);
        for (ItemMessage question : questions.elements()) {
            write(question, out);
        }
    }

    private void write(ItemMessage question, DataOutputView out) throws IOException {
        String category = question.category();
        String after = question.after();
        int before = question.before().length;
        out.writeByte(
                (question.visits() == 0 ? 0 : VISITED)
                        | (question.visits() < 0 ? TAKEN_BACK : 0)
                        | (question.slot() == ItemMessage.NO_ANSWER ? NO_ANSWER : 0)
                        | (category == null ? 0 : CATEGORY)
                        | (after == null ? 0 : AFTER)
                        | (question.afterNext() ? NEXT : 0)
                        | (before == 0 ? 0 : BEFORE));
        texts.write(question.itemId(), out);
        if (question.slot() != ItemMessage.NO_ANSWER) {
            Numbers.write(question.slot(), out);
        }
        if (category != null) {
            texts.write(category, out);
        }
        if (after != null) {
            texts.write(after, out);
            out.writeFloat(question.afterWeight());
            out.writeFloat(question.afterIntent());
        }
        if (before > 0) {
            texts.write(question.before(), out);
            floats.write(question.beforeWeights(), before, out);
        }
    }

    @Override
    public Batch<ItemMessage> deserialize(DataInputView in) throws IOException {
        String site = texts.readId(in);
        String person = texts.readId(in);
        long sequence = Numbers.read(in);
        long millis = in.readLong();
        int count = Numbers.readCount(in);
        List<ItemMessage> questions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int flags = in.readByte();
            String item = texts.readId(in);
            boolean answered = (flags & NO_ANSWER) == 0;
            int slot = answered ? Numbers.readCount(in) : ItemMessage.NO_ANSWER;
            int sign = (flags & TAKEN_BACK) == 0 ? 1 : -1;
            String category = (flags & CATEGORY) == 0 ? null : texts.readId(in);
            boolean hasAfter = (flags & AFTER) != 0;
            String after = hasAfter ? texts.readId(in) : null;
            float weight = hasAfter ? in.readFloat() : 0;
            float intent = hasAfter ? in.readFloat() : 0;
            String[] before = (flags & BEFORE) == 0 ? NO_ITEMS : texts.readIds(in);
            questions.add(
                    new ItemMessage(
                            site,
                            item,
                            person,
                            sequence,
                            slot,
                            millis,
                            (flags & VISITED) == 0 ? 0 : sign,
                            category,
                            after,
                            weight,
                            (flags & NEXT) != 0,
                            intent,
                            before,
                            before.length == 0 ? NO_WEIGHTS : floats.read(before.length, in)));
        }
        return new Batch<>(questions);
    }
}
