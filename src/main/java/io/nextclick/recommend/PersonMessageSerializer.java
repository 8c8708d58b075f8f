package io.nextclick.recommend;

import io.nextclick.flow.Candidates;
import io.nextclick.flow.PersonEvent;
import io.nextclick.message.AnswersSerializer;
import io.nextclick.message.Batch;
import io.nextclick.message.MessageSerializer;
import io.nextclick.message.PersonEventSerializer;
import io.nextclick.message.Texts;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** {@link PersonMessage}: whether it is a request, then that or the answers. */
public final class PersonMessageSerializer extends MessageSerializer<PersonMessage> {

    private final Texts texts = new Texts();
    private final PersonEventSerializer requests = new PersonEventSerializer(texts);
    private final AnswersSerializer answers = new AnswersSerializer(texts);

    @Override
    public PersonMessageSerializer duplicate() {
        return new PersonMessageSerializer();
    }

    @Override
    public void serialize(PersonMessage message, DataOutputView out) throws IOException {
        PersonEvent request = message.request();
        Batch<Candidates> batch = message.answers();
        out.writeBoolean(request != null);
        if (request != null) {
            requests.serialize(request, out);
        } else if (batch != null) {
            answers.serialize(batch, out);
        }
    }

    @Override
    public PersonMessage deserialize(DataInputView in) throws IOException {
        return in.readBoolean()
                ? PersonMessage.of(requests.deserialize(in))
                : PersonMessage.of(answers.deserialize(in));
    }
}
