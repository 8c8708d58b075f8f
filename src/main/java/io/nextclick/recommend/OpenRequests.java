package io.nextclick.recommend;

import io.nextclick.flow.Candidates;
import io.nextclick.flow.PersonEvent;
import io.nextclick.recommend.ListRuntime.Count;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens, completes and closes the requests of a person, and has them woken at their deadlines. */
final class OpenRequests {

    /**
     * The longest wait, in deadlines: of what is late already, and of answers between two looks.
     */
    private static final int MOST_DEADLINES = 20;

    /**
     * Answers wait for their request for so many looks, 10 minutes by default: while a job catches
     * up, items may answer long before the person's rules have been matched.
     */
    static final int MOST_LOOKS = 60;

    /** Deadlines are rounded up to this, so that there are few different ones. */
    private static final long GRAIN_MILLIS = 50;

    private final long deadlineMillis;
    private final ListRuntime runtime;

    /**
     * @param deadlineMillis longest wait of a request for answers, ms
     */
    OpenRequests(long deadlineMillis, ListRuntime runtime) {
        this.deadlineMillis = deadlineMillis;
        this.runtime = runtime;
    }

    /** Opens a request; false if it is closed already. */
    boolean add(PersonGathers person, PersonEvent request) {
        Gather gather = gather(person, request.sequence());
        if (gather == null) {
            return false;
        }
        gather.request = request;
        setDeadline(person, gather, patienceMillis(request));
        // Requests come in order: that of older answers was here and is closed.
        person.open.removeIf(each -> each.request == null && each.sequence < request.sequence());
        return true;
    }

    /** Adds an answer, unless it is repeated; false if its request is closed already. */
    boolean add(PersonGathers person, Candidates answer) {
        Gather gather =
                isFollowed(person, answer.sequence()) ? null : gather(person, answer.sequence());
        if (gather == null) {
            return false;
        }
        if (!hasAnswer(gather, answer.slot())) {
            gather.answers.add(answer);
        }
        if (gather.deadlineMillis == 0) {
            setDeadline(person, gather, MOST_DEADLINES * deadlineMillis);
        }
        return true;
    }

    /**
     * True if a request is closed since a newer one is open: requests come in order. The number up
     * to which they are closed is forgotten soon, and answers may come much later. They must open
     * nothing, or the newer request would wait behind them.
     */
    private static boolean isFollowed(PersonGathers person, long sequence) {
        boolean newer = false;
        for (Gather gather : person.open) {
            if (gather.sequence == sequence) {
                return false;
            }
            newer |= gather.request != null && gather.sequence > sequence;
        }
        return newer;
    }

    private static boolean hasAnswer(Gather gather, int slot) {
        for (Candidates answer : gather.answers) {
            if (answer.slot() == slot) {
                return true;
            }
        }
        return false;
    }

    /** The gather of a sequence, opened if need be; null if it is closed. */
    private static @Nullable Gather gather(PersonGathers person, long sequence) {
        if (sequence <= person.closedThrough) {
            return null;
        }
        List<Gather> open = person.open;
        int place = open.size();
        while (place > 0 && open.get(place - 1).sequence >= sequence) {
            place--;
        }
        if (place < open.size() && open.get(place).sequence == sequence) {
            return open.get(place);
        }
        Gather gather = new Gather();
        gather.sequence = sequence;
        open.add(place, gather);
        return gather;
    }

    /**
     * Who has waited for a list since long before it was asked for gains more by a whole one than
     * by an early one: a job that catches up waits for its items.
     */
    private long patienceMillis(PersonEvent request) {
        long lateMillis = runtime.nowMillis() - request.event().occurredAtMillis();
        return Math.max(deadlineMillis, Math.min(lateMillis, MOST_DEADLINES * deadlineMillis));
    }

    private void setDeadline(PersonGathers person, Gather gather, long waitMillis) {
        long former = gather.deadlineMillis;
        gather.deadlineMillis = after(waitMillis);
        runtime.wakeAt(gather.deadlineMillis);
        sleepAt(person, former);
    }

    /** Takes back that the person is woken at a time, if nothing of theirs is due then. */
    private void sleepAt(PersonGathers person, long millis) {
        boolean needed = millis == 0 || millis == person.staleUntilMillis;
        for (int i = 0; i < person.open.size() && !needed; i++) {
            needed = person.open.get(i).deadlineMillis == millis;
        }
        if (!needed) {
            runtime.sleepAt(millis);
        }
    }

    /**
     * Has a person woken whose requests were open at a restart. What is overdue waits behind an
     * older request.
     */
    void wakeAgain(PersonGathers person, long nowMillis) {
        for (Gather gather : person.open) {
            wakeLater(gather.deadlineMillis, nowMillis);
        }
        wakeLater(person.staleUntilMillis, nowMillis);
    }

    private void wakeLater(long millis, long nowMillis) {
        if (millis > nowMillis) {
            runtime.wakeAt(millis);
        }
    }

    /** Has a person woken whose oldest request became overdue while it waited behind another. */
    void wakeForOverdue(PersonGathers person) {
        if (!person.open.isEmpty() && person.open.get(0).deadlineMillis <= runtime.nowMillis()) {
            runtime.wakeAt(after(0));
        }
    }

    private long after(long waitMillis) {
        long millis = runtime.nowMillis() + waitMillis;
        return millis + GRAIN_MILLIS - millis % GRAIN_MILLIS;
    }

    /** How many requests wait for answers. */
    static int count(PersonGathers person) {
        int count = 0;
        for (Gather gather : person.open) {
            count += gather.request == null ? 0 : 1;
        }
        return count;
    }

    /** Closes the oldest request, of which no more answers are expected. */
    Gather closeAnswered(PersonGathers person) {
        Gather oldest = person.open.remove(0);
        person.closedThrough = Math.max(person.closedThrough, oldest.sequence);
        sleepAt(person, oldest.deadlineMillis);
        return oldest;
    }

    /** Closes the oldest request if its deadline has passed, else returns null. */
    @Nullable Gather closeOverdue(PersonGathers person, long nowMillis) {
        dropOrphans(person, nowMillis);
        if (person.open.isEmpty()
                || person.open.get(0).request == null
                || person.open.get(0).deadlineMillis > nowMillis) {
            return null;
        }
        Gather overdue = closeAnswered(person);
        expectStale(person, overdue.deadlineMillis + deadlineMillis);
        return overdue;
    }

    /** Drops answers whose request does not come. If it comes after all, it is answered without. */
    private void dropOrphans(PersonGathers person, long nowMillis) {
        for (Iterator<Gather> open = person.open.iterator(); open.hasNext(); ) {
            Gather gather = open.next();
            if (gather.request == null && gather.deadlineMillis <= nowMillis) {
                gather.looks++;
                if (gather.looks < MOST_LOOKS) {
                    setDeadline(person, gather, MOST_DEADLINES * deadlineMillis);
                } else {
                    open.remove();
                    runtime.count(Count.ORPHANED);
                }
            }
        }
    }

    /** Closes all requests before a number, of which no lists are to be made; how many. */
    int closeBefore(PersonGathers person, long sequence) {
        int closed = 0;
        while (!person.open.isEmpty() && person.open.get(0).sequence < sequence) {
            closed += closeSuperseded(person).request == null ? 0 : 1;
        }
        return closed;
    }

    /** Closes the oldest request to make room for others. */
    Gather closeSuperseded(PersonGathers person) {
        expectStale(person, after(deadlineMillis));
        return closeAnswered(person);
    }

    /**
     * Keeps the person's state for the answers that are still to come, so that they open nothing.
     */
    private void expectStale(PersonGathers person, long untilMillis) {
        person.staleUntilMillis = Math.max(person.staleUntilMillis, untilMillis);
        runtime.wakeAt(untilMillis);
    }
}
