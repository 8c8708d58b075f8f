package io.nextclick.evaluate;

import io.nextclick.blend.Blends;
import io.nextclick.blend.PendingList;
import io.nextclick.blend.Policy;
import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import io.nextclick.event.SiteKey;
import io.nextclick.event.Surface;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PersonEvent;
import io.nextclick.popularity.PopularitySettings;
import io.nextclick.recommend.ListMaker;
import io.nextclick.recommend.MadeList;
import io.nextclick.recommend.RecommendSettings;
import io.nextclick.recommend.RecommendedItem;
import io.nextclick.session.SessionSettings;
import io.nextclick.session.VisitSoFar;
import io.nextclick.similarity.ItemAnswers;
import io.nextclick.similarity.ItemMessage;
import io.nextclick.similarity.ItemNeighbours;
import io.nextclick.similarity.PairLearning;
import io.nextclick.similarity.SimilaritySettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The job's own model outside the job: the classes that its operators are made of, in the order in
 * which one subtask of each would call them. Every session is a person. A test shows that the job's
 * graph makes the same lists. What a click says of its item is the item's record in the catalogue,
 * from its first click on or, by {@link #know}, before.
 *
 * <p>A click's list is made when it comes, as in the job, and not when the next click is looked
 * for.
 */
public final class NextclickModel implements NextItemModel {

    /** Of an item without its id and neighbours. */
    private static final int ITEM_BYTES = 64;

    private static final String[] NOTHING = {};

    /** Clicks of a log have no page type. */
    private static final String KEY = Policy.key(SiteKey.DEFAULT_SITE, Surface.OTHER.label());

    /**
     * The parts of the job's settings that matter here.
     *
     * @param session how visits are made
     * @param similarity how pairs are learnt
     * @param popularity how popularity is counted
     * @param recommend how lists are made
     */
    public record Rules(
            SessionSettings session,
            SimilaritySettings similarity,
            PopularitySettings popularity,
            RecommendSettings recommend) {}

    private final Rules rules;
    private final ItemAnswers itemAnswers;
    private final PairLearning pairs;
    private final ListMaker maker;
    private final Blends blends;
    private final Map<String, ItemNeighbours> items = new HashMap<>();
    private final Map<String, Visit> visits = new HashMap<>();
    private final LogShop shop;

    private long nanosBefore;

    private static final class Visit {
        private final List<PastEvent> log = new ArrayList<>();

        /** Of the newest click. */
        private List<String> list = List.of();

        private long listNanos;
    }

    /** A model that knows nothing. */
    public NextclickModel(Rules rules) {
        this.rules = rules;
        this.itemAnswers = new ItemAnswers(rules.similarity());
        this.pairs = new PairLearning(rules.similarity());
        this.shop = new LogShop(rules.popularity());
        this.maker = new ListMaker(rules.recommend());
        this.blends = new Blends(rules.recommend().learning(), rules.recommend().maxPractice(), 0);
    }

    @Override
    public String name() {
        return "nextclick";
    }

    @Override
    public void know(Click click) {
        shop.know(click);
    }

    @Override
    public void learn(Click click) {
        shop.moveTo(click.atMillis());
        shop.know(click);
        Visit visit = visits.computeIfAbsent(click.sessionId(), id -> new Visit());
        PersonEvent event = event(visit.log, click, true);
        if (event.path().length == 0) {
            blends.forget(click.sessionId(), click.atMillis());
        } else {
            blends.learn(click.sessionId(), click.itemId(), null, click.atMillis());
        }
        makeList(click.sessionId(), visit, event.forList(), ask(event));
        shop.visit(click);
    }

    private void makeList(
            String session, Visit visit, PersonEvent request, List<Candidates> answers) {
        maker.learn(request, answers);
        long before = System.nanoTime();
        MadeList made = maker.make(request, answers, shop, blends.weights(KEY));
        visit.listNanos = System.nanoTime() - before;
        visit.list = names(made.items());
        if (made.example() != null) {
            long at = request.event().occurredAtMillis();
            blends.remember(session, new PendingList(KEY, made.later(), at), made.example());
        }
    }

    @Override
    public void endTraining() {
        shop.publish();
    }

    @Override
    public void endSession(String sessionId) {
        visits.remove(sessionId);
    }

    @Override
    public List<String> rank(List<Click> prefix, int size) {
        Click last = prefix.get(prefix.size() - 1);
        Visit visit = visits.get(last.sessionId());
        if (visit != null && visit.log.size() == prefix.size()) {
            nanosBefore = visit.listNanos;
            return atMost(size, visit.list);
        }
        nanosBefore = 0;
        List<PastEvent> log = new ArrayList<>(prefix.size());
        for (Click click : prefix.subList(0, prefix.size() - 1)) {
            log.add(PastEvent.of(view(click)));
        }
        PersonEvent event = event(log, last, false);
        List<Candidates> answers = ask(event);
        maker.learn(event, answers);
        MadeList made = maker.make(event, answers, shop, blends.weights(KEY));
        return atMost(size, names(made.items()));
    }

    @Override
    public long nanosBefore() {
        return nanosBefore;
    }

    private static List<String> names(List<RecommendedItem> list) {
        List<String> names = new ArrayList<>(list.size());
        for (RecommendedItem item : list) {
            names.add(item.itemId());
        }
        return names;
    }

    private static List<String> atMost(int size, List<String> list) {
        return list.size() <= size ? list : list.subList(0, size);
    }

    private PersonEvent event(List<PastEvent> log, Click click, boolean learn) {
        Event event = view(click);
        log.add(PastEvent.of(event));
        return VisitSoFar.of(log, log.size() - 1, rules.session())
                .event(click.sessionId(), log.size(), event, learn, NOTHING);
    }

    private static Event view(Click click) {
        return new Event(
                click.sessionId() + '@' + click.atMillis(),
                EventType.VIEW,
                click.atMillis(),
                SiteKey.DEFAULT_SITE,
                null,
                click.sessionId(),
                null,
                click.itemId(),
                click.context());
    }

    private List<Candidates> ask(PersonEvent event) {
        List<Candidates> answers = new ArrayList<>();
        for (ItemMessage message : ItemMessage.allOf(event)) {
            ItemNeighbours item = items.get(message.itemId());
            if (item == null) {
                item = new ItemNeighbours();
                if (event.learn()) {
                    items.put(message.itemId(), item);
                }
            }
            answers.add(itemAnswers.answer(message, item));
            pairs.learn(message, item);
        }
        return answers;
    }

    /** The weights that serve. */
    public float[] weights() {
        return blends.weights(KEY).clone();
    }

    @Override
    public long stateBytes() {
        long bytes = 0;
        for (Map.Entry<String, ItemNeighbours> entry : items.entrySet()) {
            bytes += ITEM_BYTES + entry.getKey().length();
            ItemNeighbours item = entry.getValue();
            for (int i = 0; i < item.size; i++) {
                bytes += ItemNeighbours.WEIGHT_BYTES + 1 + item.items[i].length();
            }
        }
        return bytes;
    }
}
