package io.nextclick.identity;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of whose a device is; {@link Attribution} says what is done with it. Stored, see
 * {@link DeviceIdentitySerializer}.
 */
public final class DeviceIdentity {

    /** Whose it was when, see {@link Timeline}. */
    public List<Ownership> owners = new ArrayList<>();

    /** At most one more than make a device a shared one, those seen last. */
    public List<SeenUser> users = new ArrayList<>();

    /** When the first of those users was seen who are not among them any more. */
    public long forgottenUserMillis = Long.MAX_VALUE;

    /** Users who were given anonymous events of it, those given some last. */
    public List<String> holders = new ArrayList<>();

    /** The device was forgotten then: what is older counts for nothing, however late it comes. */
    public long forgottenUntilMillis = Long.MIN_VALUE;

    /**
     * When a timer first waited for the device to expire, ms of processing time; 0 if none does. It
     * goes on waiting for as long as the device lives, by steps that are not written.
     */
    public long awaitedMillis;

    /** Users whose evidence up to a time is void: the last time counts. */
    public List<SeenUser> unlinked = new ArrayList<>();

    /** Anonymous events, in order of time. */
    public List<AnonymousEvent> history = new ArrayList<>();

    /** Older anonymous events are not remembered here and stay whose they are. */
    public long horizonMillis = Long.MIN_VALUE;

    public long newestMillis = Long.MIN_VALUE;
    public boolean shared;

    /** When it was found to be shared, or to be so no more. */
    public long sharedMillis;

    public @Nullable Ownership guess;
    public double guessConfidence;

    /** What was last published of it. */
    public String publishedUser = Ownership.NOBODY;

    public Evidence publishedEvidence = Evidence.NONE;
    public long publishedSinceMillis;
    public double publishedConfidence;

    public ClockSkew skew = new ClockSkew();

    /** True if nothing is known, as of a device that was never seen or has expired. */
    boolean isFresh() {
        return newestMillis == Long.MIN_VALUE;
    }

    /** Forgets all that is known up to a time; late evidence of it is void. */
    void forget(long millis) {
        owners.clear();
        users.clear();
        unlinked.clear();
        history.clear();
        holders.clear();
        guess = null;
        guessConfidence = 0;
        shared = false;
        forgottenUserMillis = Long.MAX_VALUE;
        forgottenUntilMillis = Math.max(forgottenUntilMillis, millis);
        horizonMillis = forgottenUntilMillis + 1;
        newestMillis = forgottenUntilMillis;
        publishedUser = Ownership.NOBODY;
        publishedEvidence = Evidence.NONE;
        skew = new ClockSkew();
    }
}
