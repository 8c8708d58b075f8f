package io.nextclick.graph;

import io.nextclick.alarm.SeriesCount;
import io.nextclick.alarm.SeriesCountSerializer;
import io.nextclick.event.Event;
import io.nextclick.feedback.FeedbackDelta;
import io.nextclick.feedback.FeedbackDeltasSerializer;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.ListOutcome;
import io.nextclick.flow.PersonInput;
import io.nextclick.flow.PopularityChange;
import io.nextclick.message.AnswersSerializer;
import io.nextclick.message.Batch;
import io.nextclick.message.EventSerializer;
import io.nextclick.message.ListOutcomesSerializer;
import io.nextclick.message.MessageType;
import io.nextclick.message.PersonInputSerializer;
import io.nextclick.message.PopularityChangesSerializer;
import io.nextclick.recommend.PersonMessage;
import io.nextclick.recommend.PersonMessageSerializer;
import io.nextclick.segment.SegmentChange;
import io.nextclick.segment.SegmentChangesSerializer;
import io.nextclick.similarity.ItemMessage;
import io.nextclick.similarity.QuestionsSerializer;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The messages between the stages that every event leads to, each with its serializer. */
final class Messages {

    static final TypeInformation<Event> EVENT = MessageType.of(Event.class, new EventSerializer());
    static final TypeInformation<PersonInput> PERSON_INPUT =
            MessageType.of(PersonInput.class, new PersonInputSerializer());
    static final TypeInformation<Batch<ItemMessage>> QUESTIONS =
            MessageType.ofBatch(new QuestionsSerializer());
    static final TypeInformation<Batch<Candidates>> ANSWERS =
            MessageType.ofBatch(new AnswersSerializer());
    static final TypeInformation<PersonMessage> PERSON_MESSAGE =
            MessageType.of(PersonMessage.class, new PersonMessageSerializer());
    static final TypeInformation<Batch<PopularityChange>> POPULARITY_CHANGES =
            MessageType.ofBatch(new PopularityChangesSerializer());
    static final TypeInformation<Batch<SegmentChange>> SEGMENT_CHANGES =
            MessageType.ofBatch(new SegmentChangesSerializer());

    static final TypeInformation<Batch<FeedbackDelta>> FEEDBACK_DELTAS =
            MessageType.ofBatch(new FeedbackDeltasSerializer());

    static final TypeInformation<Batch<ListOutcome>> LIST_OUTCOMES =
            MessageType.ofBatch(new ListOutcomesSerializer());

    static final TypeInformation<SeriesCount> SERIES_COUNT =
            MessageType.of(SeriesCount.class, new SeriesCountSerializer());

    private Messages() {}
}
