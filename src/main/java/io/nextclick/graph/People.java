package io.nextclick.graph;

import static io.nextclick.graph.OperatorIds.CHECK_QUALITY;
import static io.nextclick.graph.OperatorIds.IDENTIFY;
import static io.nextclick.graph.OperatorIds.MATCH_DEVICES;
import static io.nextclick.graph.OperatorIds.OFFER_SIGNALS;
import static io.nextclick.graph.OperatorIds.STITCH_SESSION;
import static io.nextclick.graph.RelaxedEdges.relax;

import io.nextclick.config.Settings;
import io.nextclick.contract.Topics;
import io.nextclick.event.Event;
import io.nextclick.event.IdentityEvent;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PersonInput;
import io.nextclick.identity.Identify;
import io.nextclick.identity.MatchDevices;
import io.nextclick.identity.OfferSignals;
import io.nextclick.quality.CheckQuality;
import io.nextclick.session.StitchSession;
import io.nextclick.writeback.WriteBackCoOperator;
import io.nextclick.writeback.WriteBackOperator;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The stage that drops repetitions, gives devices to persons, and puts a person's events into
 * visits.
 *
 * @param visits the events of persons with the visit so far
 */
record People(DataStream<PersonEvent> visits) {

    static People of(
            DataStream<Event> events,
            DataStream<IdentityEvent> identityEvents,
            Sinks sinks,
            Settings settings) {
        DataStream<Event> checked =
                events.keyBy(Event::sourceKey)
                        .process(new CheckQuality(settings.duplicateWindow()))
                        .uid(CHECK_QUALITY)
                        .name(CHECK_QUALITY);
        SingleOutputStreamOperator<IdentityEvent> guesses = guesses(checked, settings);
        SingleOutputStreamOperator<PersonInput> identified =
                WriteBackCoOperator.process(
                        IDENTIFY,
                        checked.keyBy(Event::sourceKey)
                                .connect(
                                        identityEvents
                                                .union(guesses)
                                                .keyBy(IdentityEvent::deviceKey)),
                        new Identify(settings.identity(), settings.deviceTtl(), settings.cache()),
                        PersonInput.class);
        SingleOutputStreamOperator<PersonEvent> visits =
                WriteBackOperator.process(
                        STITCH_SESSION,
                        identified.keyBy(PersonInput::personKey),
                        new StitchSession(
                                settings.session(), settings.personTtl(), settings.cache()),
                        PersonEvent.class);

        sinks.write(Topics.IDENTITY, identified.getSideOutput(Identify.LINKS));
        sinks.write(Topics.SESSIONS, visits.getSideOutput(StitchSession.SESSIONS));
        sinks.write(
                Topics.QUALITY,
                visits.getSideOutput(StitchSession.FINDINGS)
                        .union(
                                identified.getSideOutput(Identify.FINDINGS),
                                guesses.getSideOutput(MatchDevices.FINDINGS)));
        return new People(visits);
    }

    private static SingleOutputStreamOperator<IdentityEvent> guesses(
            DataStream<Event> checked, Settings settings) {
        SingleOutputStreamOperator<Event> offered =
                checked.filter(new OfferSignals(settings.probabilistic()))
                        .uid(OFFER_SIGNALS)
                        .name(OFFER_SIGNALS);
        return relax(
                WriteBackOperator.process(
                        MATCH_DEVICES,
                        relax(offered, settings).keyBy(MatchDevices::blockKey),
                        new MatchDevices(settings.links(), settings.deviceTtl(), settings.cache()),
                        IdentityEvent.class),
                settings);
    }
}
