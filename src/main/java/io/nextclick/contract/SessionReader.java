package io.nextclick.contract;

import io.nextclick.avro.SessionStatus;
import io.nextclick.avro.SessionSummary;
import io.nextclick.codec.CodecSettings;

/**
 * Reads the changes of sessions that the job writes, in single-object encoding. Not thread-safe.
 */
public final class SessionReader {

    private final OwnRecords<SessionSummary> decoder;

    /** A reader of the current contract and its released versions. */
    public SessionReader() {
        this.decoder = new OwnRecords<>(SessionSummary.getClassSchema(), CodecSettings.DEFAULT);
    }

    /**
     * Reads one record.
     *
     * @throws IllegalArgumentException if the bytes are none
     */
    public ReadSession read(byte[] value) {
        SessionSummary session = decoder.decode(value);
        return new ReadSession(
                session.getSessionId(),
                session.getPersonId(),
                session.getStartedAt().toEpochMilli(),
                session.getEndedAt().toEpochMilli(),
                session.getEvents(),
                session.getStatus() == SessionStatus.CLOSED,
                session.getStatus() == SessionStatus.SUPERSEDED);
    }

    /**
     * A change of a session.
     *
     * @param sessionId which
     * @param personId whose
     * @param startMillis first event, ms since the epoch
     * @param endMillis last event
     * @param events number of events
     * @param isClosed true if it is over
     * @param isSuperseded true if it is no more
     */
    public record ReadSession(
            String sessionId,
            String personId,
            long startMillis,
            long endMillis,
            int events,
            boolean isClosed,
            boolean isSuperseded) {}
}
