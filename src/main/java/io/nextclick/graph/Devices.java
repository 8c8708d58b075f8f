package io.nextclick.graph;

import static io.nextclick.graph.OperatorIds.CHECK_OFFERS;
import static io.nextclick.graph.OperatorIds.CHECK_QUALITY;
import static io.nextclick.graph.OperatorIds.DEVICE_STAGE;
import static io.nextclick.graph.OperatorIds.IDENTIFY;
import static io.nextclick.graph.OperatorIds.MATCH_DEVICES;
import static io.nextclick.graph.OperatorIds.OFFER_SIGNALS;
import static io.nextclick.graph.OperatorIds.RESOLVE_LINKS;
import static io.nextclick.graph.RelaxedEdges.relax;

import io.nextclick.config.Settings;
import io.nextclick.contract.Topics;
import io.nextclick.event.Event;
import io.nextclick.event.IdentityEvent;
import io.nextclick.event.QualityFinding;
import io.nextclick.flow.PersonInput;
import io.nextclick.identity.Identify;
import io.nextclick.identity.MatchDevices;
import io.nextclick.identity.OfferSignals;
import io.nextclick.identity.ResolveLinks;
import io.nextclick.quality.CheckQuality;
import io.nextclick.writeback.Stage;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The stage of a device: it drops repetitions and gives devices to persons.
 *
 * @param identified the events of persons, and histories of devices that have changed hands
 * @param findings ignored fields, shared devices, wrong clocks, uncertain guesses
 */
public record Devices(DataStream<PersonInput> identified, DataStream<QualityFinding> findings) {

    static Devices of(Inputs inputs, Sinks sinks, Settings settings) {
        SingleOutputStreamOperator<IdentityEvent> guesses = guesses(inputs.events(), settings);
        SingleOutputStreamOperator<IdentityEvent> links = links(inputs.identityEvents(), settings);
        SingleOutputStreamOperator<PersonInput> identified =
                stage(settings)
                        .process(
                                DEVICE_STAGE,
                                inputs.events()
                                        .keyBy(Event::sourceKey)
                                        .connect(
                                                links.union(guesses)
                                                        .keyBy(IdentityEvent::deviceKey)),
                                Messages.PERSON_INPUT);

        sinks.write(Topics.IDENTITY, identified.getSideOutput(Identify.LINKS));
        return new Devices(
                identified,
                identified
                        .getSideOutput(Identify.FINDINGS)
                        .union(
                                identified.getSideOutput(CheckQuality.FINDINGS),
                                links.getSideOutput(ResolveLinks.FINDINGS),
                                guesses.getSideOutput(MatchDevices.FINDINGS),
                                inputs.findings()));
    }

    /** What is done with an event, and with an identity event, of a device. */
    public static Stage<Event, IdentityEvent, PersonInput> stage(Settings settings) {
        return Stage.of(CHECK_QUALITY, new CheckQuality(settings.duplicateWindow()))
                .then(
                        IDENTIFY,
                        new Identify(settings.identity(), settings.deviceTtl(), settings.cache()));
    }

    private static SingleOutputStreamOperator<IdentityEvent> links(
            DataStream<IdentityEvent> stated, Settings settings) {
        return relax(
                Stage.of(RESOLVE_LINKS, new ResolveLinks(settings.deviceTtl()))
                        .process(
                                RESOLVE_LINKS,
                                stated.keyBy(IdentityEvent::site),
                                TypeInformation.of(IdentityEvent.class)),
                settings);
    }

    /** Of the events as they came: a repetition has the network of its first. */
    private static SingleOutputStreamOperator<IdentityEvent> guesses(
            DataStream<Event> events, Settings settings) {
        SingleOutputStreamOperator<Event> offered =
                relax(
                        events.filter(new OfferSignals(settings.probabilistic()))
                                .uid(OFFER_SIGNALS)
                                .name(OFFER_SIGNALS),
                        settings);
        return relax(
                Stage.of(CHECK_OFFERS, new CheckQuality(settings.duplicateWindow()))
                        .then(
                                MATCH_DEVICES,
                                new MatchDevices(
                                        settings.links(), settings.deviceTtl(), settings.cache()))
                        .process(
                                MATCH_DEVICES,
                                offered.keyBy(MatchDevices::blockKey),
                                TypeInformation.of(IdentityEvent.class)),
                settings);
    }
}
