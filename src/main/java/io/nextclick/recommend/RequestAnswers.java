package io.nextclick.recommend;

import io.nextclick.event.Event;
import io.nextclick.event.SiteKey;
import io.nextclick.event.Surface;
import io.nextclick.experiment.Draw;
import io.nextclick.experiment.Experiments;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.Occasion;
import io.nextclick.flow.PersonEvent;
import io.nextclick.message.Batch;
import io.nextclick.recommend.ListRuntime.Count;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes and emits the lists of a person's open requests, in the order of their events. */
final class RequestAnswers {

    private static final int MAX_UNANSWERED = 10_000;

    private final OpenRequests requests;
    private final int maxInFlight;
    private final ShopState shop;
    private final NextClickLearning learning;
    private final RecommendSettings rules;
    private final ListMaker maker;
    private final ListRuntime runtime;
    private final PolicyKeys policyKeys = new PolicyKeys();
    private final ListIds ids = new ListIds();

    /**
     * Persons for whom there is nothing to recommend until something is popular. A hint only: what
     * a restart forgets here is answered at its deadline.
     */
    private final Set<String> unanswered = new LinkedHashSet<>();

    /** A list, and the blend that ranked it. */
    private record Answer(String policyKey, MadeList made) {
        boolean isEmpty() {
            return made.items().isEmpty();
        }
    }

    RequestAnswers(
            RecommendSettings rules,
            ShopState shop,
            NextClickLearning learning,
            ListRuntime runtime) {
        this.requests = new OpenRequests(rules.deadlineMillis(), runtime);
        this.rules = rules;
        this.maxInFlight = rules.maxInFlight();
        this.shop = shop;
        this.learning = learning;
        this.runtime = runtime;
        this.maker = new ListMaker(rules);
    }

    /** Takes in a request or answers, and answers what is complete. */
    void take(String person, PersonGathers open, PersonMessage message) {
        PersonEvent request = message.request();
        Batch<Candidates> batch = message.answers();
        if (request != null) {
            if (request.occasion().isMove()) {
                withdraw(person, open, request);
            }
            if (request.asksForList()) {
                runtime.count(Count.REQUESTS);
                if (!requests.add(open, request)) {
                    supersede(person, request);
                }
            } else if (!request.occasion().isMove()) {
                runtime.count(Count.TIMES_SPENT);
                learning.learn(person, request);
            }
        } else if (batch != null) {
            for (Candidates answer : batch.elements()) {
                if (!requests.add(open, answer)) {
                    runtime.count(Count.STALE);
                }
            }
        }
        answerComplete(person, open);
        if (OpenRequests.count(open) > maxInFlight) {
            makeRoom(person, open);
        }
    }

    /**
     * Closes the oldest request. If a newer one is for its surface, that list is as good as here;
     * else the list is made of what came, or the surface would have none.
     */
    private void makeRoom(String person, PersonGathers open) {
        Gather oldest = requests.closeSuperseded(open);
        PersonEvent request = oldest.request;
        if (request == null) {
            return;
        }
        Surface surface = request.event().surface();
        boolean followed =
                open.open.stream()
                        .anyMatch(
                                each ->
                                        each.request != null
                                                && each.request.event().surface() == surface);
        if (followed) {
            supersede(person, request);
            withdrawWrong(person, request);
        } else {
            answer(person, request, oldest);
        }
    }

    /** Answers the oldest requests as long as they are complete, so lists are emitted in order. */
    void answerComplete(String person, PersonGathers open) {
        boolean answered = true;
        while (answered) {
            answered = answerOldest(person, open);
        }
        requests.wakeForOverdue(open);
    }

    /** False if there is none, or it has to wait. */
    private boolean answerOldest(String person, PersonGathers open) {
        Gather oldest = open.open.isEmpty() ? null : open.open.get(0);
        PersonEvent request = oldest == null ? null : oldest.request;
        if (oldest == null || request == null || !oldest.isComplete()) {
            return false;
        }
        Draw draw = draw(person, request);
        Answer answer = make(person, request, oldest, draw);
        if (answer.isEmpty()) {
            // What is popular may become known before the deadline.
            if (unanswered.size() < MAX_UNANSWERED) {
                unanswered.add(person);
            }
            return false;
        }
        requests.closeAnswered(open);
        emit(person, request, answer, draw, true);
        return true;
    }

    /** Has a person woken whose requests were open at a restart. */
    void wakeAgain(PersonGathers open, long nowMillis) {
        requests.wakeAgain(open, nowMillis);
    }

    /** Answers what is overdue and what waited behind it; overdue stale answers come no more. */
    void passTime(String person, PersonGathers open, long nowMillis) {
        answerOverdue(person, open, nowMillis);
        answerComplete(person, open);
        if (open.staleUntilMillis <= nowMillis) {
            open.staleUntilMillis = 0;
        }
    }

    /** Answers the requests whose deadline has passed with what came. */
    private void answerOverdue(String person, PersonGathers open, long nowMillis) {
        Gather overdue = requests.closeOverdue(open, nowMillis);
        while (overdue != null) {
            PersonEvent request = overdue.request;
            if (request != null) {
                answer(person, request, overdue);
            }
            overdue = requests.closeOverdue(open, nowMillis);
        }
    }

    /** Answers a request that waits no more with what came. */
    private void answer(String person, PersonEvent request, Gather gather) {
        unanswered.remove(person);
        Draw draw = draw(person, request);
        Answer answer = make(person, request, gather, draw);
        if (answer.isEmpty()) {
            runtime.count(Count.EMPTY);
            withdrawLast(person, request, gather.isComplete());
        } else {
            emit(person, request, answer, draw, gather.isComplete());
        }
    }

    /** The last list may hold what was bought since, or what a rule is against now. */
    private void withdrawLast(String person, PersonEvent request, boolean complete) {
        if (complete) {
            withdrawAll(person, request, null);
        }
    }

    /** Withdraws the lists of a person, but for one surface if there is one that they keep. */
    private void withdrawAll(String person, PersonEvent request, @Nullable Surface kept) {
        for (Surface surface : Surface.values()) {
            if (surface != kept) {
                runtime.emit(
                        RecommendationList.withdrawn(
                                ids, person, surface, request, runtime.nowMillis()));
            }
        }
    }

    /**
     * What was made of a history that is another's by now is not sent, and nothing learnt of it.
     */
    private void withdraw(String person, PersonGathers open, PersonEvent request) {
        for (int closed = requests.closeBefore(open, request.sequence()); closed > 0; closed--) {
            runtime.count(Count.SUPERSEDED);
        }
        unanswered.remove(person);
        learning.forget(person);
        if (request.occasion() == Occasion.WITHDRAWAL) {
            runtime.count(Count.WITHDRAWN);
            withdrawAll(person, request, null);
        }
    }

    /** Makes no list for a request, but learns where the person went. */
    private void supersede(String person, PersonEvent request) {
        runtime.count(Count.SUPERSEDED);
        learning.learn(person, request);
    }

    /** Persons of a site who wait for something popular; they do no longer. */
    List<String> takeUnanswered(String site) {
        if (unanswered.isEmpty()) {
            return List.of();
        }
        List<String> persons =
                unanswered.stream().filter(person -> SiteKey.site(person).equals(site)).toList();
        persons.forEach(unanswered::remove);
        return persons;
    }

    /** Learns first: lists are emitted in order, so the one before is made even under load. */
    private Answer make(String person, PersonEvent request, Gather gather, Draw draw) {
        learning.learn(person, request);
        Surface surface = request.event().surface();
        String policyKey = policyKeys.of(request.event().site(), surface, draw);
        maker.learn(request, gather.answers);
        MadeList made =
                maker.make(
                        request,
                        gather.answers,
                        shop,
                        learning.weights(policyKey),
                        rules.surface(surface).with(draw.settings()));
        return new Answer(policyKey, made);
    }

    /** The arms of the experiments that the list is part of. */
    private Draw draw(String person, PersonEvent request) {
        Experiments experiments = shop.experiments();
        if (experiments.isEmpty()) {
            return Draw.NONE;
        }
        Event event = request.event();
        return experiments.draw(
                new Experiments.Request(
                        event.site(),
                        event.surface().label(),
                        person,
                        event.deviceId(),
                        event.eventId(),
                        List.of(request.segments()),
                        event.occurredAtMillis()));
    }

    private void emit(
            String person, PersonEvent request, Answer answer, Draw draw, boolean complete) {
        runtime.count(Count.LISTS);
        if (!complete) {
            runtime.count(Count.INCOMPLETE);
        }
        long now = runtime.nowMillis();
        MadeList made = answer.made();
        var list = RecommendationList.of(ids, person, request, made.items(), draw, complete, now);
        learning.remember(person, answer.policyKey(), made, request, list.recommendationId());
        if (list.fallback()) {
            runtime.count(Count.FALLBACK);
        }
        runtime.emit(list);
        withdrawWrong(person, request);
    }

    /** Lists for other surfaces may offer what is kept out, or be made of what is another's now. */
    private void withdrawWrong(String person, PersonEvent request) {
        if (request.occasion() == Occasion.REVISION || request.event().type().keepsOut()) {
            withdrawAll(person, request, request.event().surface());
        }
    }
}
