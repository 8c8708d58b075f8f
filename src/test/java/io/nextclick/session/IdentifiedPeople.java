package io.nextclick.session;

import io.nextclick.event.Event;
import io.nextclick.event.IdentityEvent;
import io.nextclick.event.QualityFinding;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PersonInput;
import io.nextclick.identity.Identify;
import io.nextclick.identity.IdentityLink;
import io.nextclick.identity.IdentitySettings;
import io.nextclick.testkit.Events;
import io.nextclick.testkit.Harness;
import io.nextclick.writeback.WriteBackState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.storage.JobManagerCheckpointStorage;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/** The operators that make people and sessions of events, one behind the other as in the job. */
final class IdentifiedPeople implements AutoCloseable {

    static final long LOOK_BACK = 7 * 86_400_000L;

    private static final Duration TTL = Duration.ofDays(90);
    private static final int MAX_HISTORY = 500;
    private static final int MAX_STATE_BYTES = 1 << 30;

    private final KeyedTwoInputStreamOperatorTestHarness<String, Event, IdentityEvent, PersonInput>
            identify;
    private final KeyedOneInputStreamOperatorTestHarness<String, PersonInput, PersonEvent> stitch;
    private final List<SessionSummary> emitted = new ArrayList<>();
    private Consumer<PersonInput> listener = input -> {};

    IdentifiedPeople(SessionSettings rules) throws Exception {
        this(rules, MAX_HISTORY, Harness.SMALL_CACHE, TTL);
    }

    IdentifiedPeople(SessionSettings rules, int maxHistory) throws Exception {
        this(rules, maxHistory, Harness.SMALL_CACHE, TTL);
    }

    IdentifiedPeople(SessionSettings rules, WriteBackState.Limits cache, Duration ttl)
            throws Exception {
        this(rules, MAX_HISTORY, cache, ttl);
    }

    private IdentifiedPeople(
            SessionSettings rules, int maxHistory, WriteBackState.Limits cache, Duration ttl)
            throws Exception {
        identify =
                Harness.of(
                        new Identify(
                                new IdentitySettings(
                                        LOOK_BACK,
                                        maxHistory,
                                        rules.gapMillis(),
                                        3,
                                        30 * 86_400_000L,
                                        120_000),
                                ttl,
                                cache),
                        Event::sourceKey,
                        IdentityEvent::deviceKey);
        stitch = Harness.of(new StitchSession(rules, ttl, cache), PersonInput::personKey);
        identify.setCheckpointStorage(new JobManagerCheckpointStorage(MAX_STATE_BYTES));
        stitch.setCheckpointStorage(new JobManagerCheckpointStorage(MAX_STATE_BYTES));
        identify.open();
        stitch.open();
    }

    /** Sends an event; returns what it meant to its person. */
    PersonEvent send(Event event) throws Exception {
        identify.processElement1(event, event.occurredAtMillis());
        return passOn().get(0);
    }

    PersonEvent send(Events events) throws Exception {
        return send(events.event());
    }

    /** Sees everything that reaches a person. */
    void listen(Consumer<PersonInput> listener) {
        this.listener = listener;
    }

    void link(String device, String user, long millis) throws Exception {
        send(IdentityEvent.Action.LINK, device, user, millis);
    }

    void unlink(String device, String user, long millis) throws Exception {
        send(IdentityEvent.Action.UNLINK, device, user, millis);
    }

    void send(IdentityEvent.Action action, String device, String user, long millis)
            throws Exception {
        identify.processElement2(
                new IdentityEvent(action, millis, "default", device, user, 1), millis);
        passOn();
    }

    private List<PersonEvent> passOn() throws Exception {
        for (PersonInput input : Harness.take(identify)) {
            listener.accept(input);
            Event event = input.event();
            stitch.processElement(input, event == null ? 0 : event.occurredAtMillis());
        }
        return Harness.take(stitch);
    }

    void watermark(long millis) throws Exception {
        identify.processBothWatermarks(
                new org.apache.flink.streaming.api.watermark.Watermark(millis));
        identify.getOutput().clear();
        stitch.processWatermark(millis);
        stitch.getOutput().clear();
    }

    void processingTime(long millis) throws Exception {
        identify.setProcessingTime(millis);
        identify.setStateTtlProcessingTime(millis);
        stitch.setProcessingTime(millis);
        stitch.setStateTtlProcessingTime(millis);
    }

    /** What was emitted of sessions since the last call. */
    List<SessionSummary> emitted() {
        List<SessionSummary> taken = Harness.take(stitch, StitchSession.SESSIONS);
        emitted.addAll(taken);
        return taken;
    }

    /** The last word on every session that is no part of another. */
    Map<String, SessionSummary> sessions() {
        emitted();
        Map<String, SessionSummary> last = new LinkedHashMap<>();
        for (SessionSummary each : emitted) {
            last.put(each.sessionId(), each);
        }
        last.values().removeIf(each -> each.status() == SessionStatus.SUPERSEDED);
        return last;
    }

    List<IdentityLink> links() {
        return Harness.take(identify, Identify.LINKS);
    }

    List<QualityFinding> findings() {
        List<QualityFinding> findings = new ArrayList<>(Harness.take(identify, Identify.FINDINGS));
        findings.addAll(Harness.take(stitch, StitchSession.FINDINGS));
        return findings;
    }

    /** What is stored of a person, without its technical fields. */
    PersonVisits state(String person) throws Exception {
        Harness.checkpoint(stitch);
        KeyedStateBackend<Object> backend = stitch.getOperator().getKeyedStateBackend();
        backend.setCurrentKey(person);
        PersonVisits stored =
                backend.getPartitionedState(
                                VoidNamespace.INSTANCE,
                                VoidNamespaceSerializer.INSTANCE,
                                StitchSession.state(TTL).descriptor())
                        .value();
        PersonVisits seen = new PersonVisits();
        if (stored != null) {
            seen.log = stored.log;
            seen.published = stored.published;
            seen.history = stored.history;
            seen.purchases = stored.purchases;
        }
        return seen;
    }

    int storedValues() throws Exception {
        Harness.checkpoint(identify);
        Harness.checkpoint(stitch);
        return identify.numKeyedStateEntries() + stitch.numKeyedStateEntries();
    }

    long storedBytes() throws Exception {
        return Harness.checkpoint(identify).getStateSize()
                + Harness.checkpoint(stitch).getStateSize();
    }

    /** Forgets what side outputs got, which a long run would keep. */
    void dropSideOutputs() {
        Harness.take(stitch, StitchSession.SESSIONS);
        links();
        findings();
    }

    int timers() {
        return identify.numEventTimeTimers()
                + identify.numProcessingTimeTimers()
                + stitch.numEventTimeTimers()
                + stitch.numProcessingTimeTimers();
    }

    @Override
    public void close() throws Exception {
        identify.close();
        stitch.close();
    }
}
