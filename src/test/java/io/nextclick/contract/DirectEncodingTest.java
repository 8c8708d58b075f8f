package io.nextclick.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.avro.ReasonSource;
import io.nextclick.avro.ScopeKind;
import io.nextclick.avro.SegmentMembership;
import io.nextclick.codec.AvroDecoder;
import io.nextclick.codec.AvroEncoder;
import io.nextclick.codec.CodecSettings;
import io.nextclick.event.SiteKey;
import io.nextclick.event.Surface;
import io.nextclick.experiment.ArmSettings;
import io.nextclick.experiment.Draw;
import io.nextclick.feedback.Feedback;
import io.nextclick.feedback.ItemFeedback;
import io.nextclick.flow.PopularItems;
import io.nextclick.recommend.Reason;
import io.nextclick.recommend.RecommendationList;
import io.nextclick.recommend.RecommendedItem;
import io.nextclick.recommend.Source;
import io.nextclick.segment.SegmentChange;
import io.nextclick.session.BehaviorMetrics;
import io.nextclick.session.SessionAmount;
import io.nextclick.session.SessionStatus;
import io.nextclick.session.SessionSummary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What is written field by field is byte for byte what Avro writes of the contracts' classes, by
 * its own encoder: a contract that changes has to change both.
 */
class DirectEncodingTest {

    private static final int RECORDS = 3_000;

    /** Of one to four bytes, with a surrogate alone, and longer than a length in one byte. */
    private static final String[] TEXTS = {
        "", "a", "item-17", "Grüße", "茶", "🍵 tea", "x\ud83c", "é".repeat(80), "long".repeat(700)
    };

    private final Random random = new Random(5);

    private String text() {
        return random.nextInt(3) == 0
                ? TEXTS[random.nextInt(TEXTS.length)]
                : "t" + random.nextInt(1_000);
    }

    private String optional() {
        return random.nextInt(4) == 0 ? null : text();
    }

    private List<String> texts(int most) {
        List<String> texts = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            texts.add(text());
        }
        return texts;
    }

    private String personKey() {
        return random.nextBoolean() ? text() : "north/" + text();
    }

    private long millis() {
        return random.nextInt(9) == 0
                ? new long[] {0, -1, 63, 64, 253_402_300_799_999L}[random.nextInt(5)]
                : 1_500_000_000_000L + random.nextInt();
    }

    private double number() {
        return random.nextInt(9) == 0
                ? new double[] {0, -0.0, Double.NaN, 1e300, Double.MIN_VALUE}[random.nextInt(5)]
                : random.nextGaussian();
    }

    private Map<String, Float> shares(String[] names, float[] shares) {
        Map<String, Float> byName = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            byName.put(names[i], shares[i]);
        }
        return byName;
    }

    /** Avro's own encoding behind the header of the framing. */
    private static byte[] byAvro(SpecificRecord record, byte[] header) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(header);
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new SpecificDatumWriter<SpecificRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private static <T> byte[] direct(AvroEncoder<?> encoder, Topic<T> topic, T record) {
        return topic.value().write(record, encoder.begin()) ? encoder.end() : null;
    }

    private static <T> void check(
            AvroEncoder<SpecificRecord> encoder, Topic<T> topic, T record, SpecificRecord contract)
            throws Exception {
        byte[] direct = direct(encoder, topic, record);
        byte[] expected = byAvro(contract, Arrays.copyOf(direct, 10));
        assertThat(direct).as("%s", record).isEqualTo(expected);
        assertThat(encoder.encode(contract)).isEqualTo(expected);
    }

    private static AvroEncoder<SpecificRecord> encoder(Schema schema) {
        return new AvroEncoder<>(schema, "topic", CodecSettings.DEFAULT);
    }

    private RecommendationList list() {
        List<RecommendedItem> items = new ArrayList<>();
        for (int i = 1 + random.nextInt(24); i > 0; i--) {
            List<Reason> reasons = new ArrayList<>();
            for (int k = random.nextInt(4); k > 0; k--) {
                Source source = Source.values()[random.nextInt(Source.values().length)];
                reasons.add(new Reason(source, optional(), number()));
            }
            items.add(new RecommendedItem(text(), number(), random.nextDouble(), reasons));
        }
        return new RecommendationList(
                text(),
                personKey(),
                texts(3),
                texts(1),
                millis(),
                text(),
                millis(),
                items,
                texts(3),
                text(),
                random.nextInt(),
                Surface.values()[random.nextInt(Surface.values().length)],
                draw(),
                random.nextBoolean(),
                random.nextBoolean());
    }

    private Draw draw() {
        List<Draw.Drawn> arms = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            arms.add(new Draw.Drawn("experiment" + i, text(), random.nextBoolean()));
        }
        double propensity = arms.isEmpty() ? 1 : random.nextDouble();
        return new Draw(arms, propensity, ArmSettings.NONE, "", List.of());
    }

    private static io.nextclick.avro.RecommendationList contract(RecommendationList list) {
        List<io.nextclick.avro.RecommendedItem> items = new ArrayList<>();
        for (RecommendedItem item : list.items()) {
            List<io.nextclick.avro.Reason> reasons = new ArrayList<>();
            for (Reason reason : item.reasons()) {
                reasons.add(
                        new io.nextclick.avro.Reason(
                                ReasonSource.valueOf(reason.source().name()),
                                reason.becauseOf(),
                                reason.weight()));
            }
            items.add(
                    new io.nextclick.avro.RecommendedItem(
                            item.itemId(),
                            items.size() + 1,
                            item.score(),
                            reasons,
                            list.draw().propensity() * item.chance()));
        }
        return new io.nextclick.avro.RecommendationList(
                list.recommendationId(),
                SiteKey.id(list.personKey()),
                SiteKey.site(list.personKey()),
                list.deviceIds(),
                list.userIds(),
                Instant.ofEpochMilli(list.generatedAtMillis()),
                list.triggerEventId(),
                Instant.ofEpochMilli(list.triggerOccurredAtMillis()),
                items,
                list.segments(),
                list.policy(),
                list.policyVersion(),
                list.fallback(),
                list.complete(),
                list.surface().name().toLowerCase(Locale.ROOT),
                list.draw().arms().isEmpty() ? null : list.draw().label(),
                list.draw().arms().stream()
                        .collect(Collectors.toMap(Draw.Drawn::experiment, Draw.Drawn::arm)));
    }

    @Test
    void popular_items_are_written_as_avro_writes_them() throws Exception {
        var encoder = encoder(io.nextclick.avro.PopularItems.getClassSchema());
        for (int i = 0; i < RECORDS; i++) {
            PopularItems popular = popular(1 + random.nextInt(5));
            check(encoder, Topics.POPULAR, popular, contract(popular));
        }
        assertThat(direct(encoder, Topics.POPULAR, popular(0))).isNull();
    }

    private PopularItems popular(int count) {
        String[] items = new String[count];
        float[] scores = new float[count];
        for (int i = 0; i < count; i++) {
            items[i] = text();
            scores[i] = random.nextFloat();
        }
        String category = random.nextBoolean() ? text() : null;
        String segment = category == null && random.nextBoolean() ? text() : null;
        return new PopularItems("shop", category, segment, millis(), items, scores);
    }

    private static io.nextclick.avro.PopularItems contract(PopularItems popular) {
        List<io.nextclick.avro.PopularItem> items = new ArrayList<>();
        for (int i = 0; i < popular.items().length; i++) {
            items.add(
                    new io.nextclick.avro.PopularItem(
                            popular.items()[i], (double) popular.scores()[i]));
        }
        ScopeKind kind = popular.category() != null ? ScopeKind.CATEGORY : ScopeKind.SEGMENT;
        String scope = popular.category() != null ? popular.category() : popular.segment();
        return new io.nextclick.avro.PopularItems(
                popular.site(),
                popular.isOfSite() ? ScopeKind.SITE : kind,
                popular.isOfSite() ? "" : scope,
                Instant.ofEpochMilli(popular.updatedAtMillis()),
                items);
    }

    @Test
    void a_list_is_written_as_avro_writes_it() throws Exception {
        var encoder = encoder(io.nextclick.avro.RecommendationList.getClassSchema());
        for (int i = 0; i < RECORDS; i++) {
            RecommendationList list = list();
            check(encoder, Topics.RECOMMENDATIONS, list, contract(list));
        }
    }

    @Test
    void a_list_that_is_withdrawn_is_a_tombstone() {
        RecommendationList none =
                new RecommendationList(
                        "id",
                        personKey(),
                        List.of(),
                        List.of(),
                        1,
                        "e",
                        1,
                        List.of(),
                        List.of(),
                        "p",
                        1,
                        Surface.OTHER,
                        Draw.NONE,
                        true,
                        true);
        var encoder = encoder(io.nextclick.avro.RecommendationList.getClassSchema());
        assertThat(direct(encoder, Topics.RECOMMENDATIONS, none)).isNull();
    }

    private SegmentChange change(SegmentChange.Kind kind) {
        return new SegmentChange(
                kind,
                personKey(),
                text(),
                text(),
                random.nextInt(),
                false,
                millis(),
                millis(),
                texts(5),
                optional(),
                optional(),
                0);
    }

    private static SegmentMembership contract(SegmentChange change) {
        boolean whole = change.partition() == null || change.partitionValue() == null;
        return new SegmentMembership(
                SiteKey.id(change.personKey()),
                change.segment(),
                SiteKey.site(change.personKey()),
                change.ruleId(),
                change.version(),
                Instant.ofEpochMilli(change.enteredAtMillis()),
                Instant.ofEpochMilli(change.expiresAtMillis()),
                change.matchedEventIds(),
                whole ? Map.of() : Map.of(change.partition(), change.partitionValue()));
    }

    @Test
    void a_membership_is_written_as_avro_writes_it() throws Exception {
        var encoder = encoder(SegmentMembership.getClassSchema());
        for (int i = 0; i < RECORDS; i++) {
            SegmentChange change = change(SegmentChange.Kind.ENTER);
            check(encoder, Topics.SEGMENTS, change, contract(change));
        }
        assertThat(direct(encoder, Topics.SEGMENTS, change(SegmentChange.Kind.EXIT))).isNull();
    }

    private BehaviorMetrics behavior() {
        String[] categories = texts(5).stream().distinct().toArray(String[]::new);
        String[] brands = texts(5).stream().distinct().toArray(String[]::new);
        return new BehaviorMetrics(
                random.nextInt(100),
                random.nextInt(100),
                random.nextInt(8),
                random.nextInt(31),
                number(),
                number(),
                number(),
                number(),
                millis(),
                categories,
                someShares(categories.length),
                brands,
                someShares(brands.length),
                number(),
                number(),
                optional());
    }

    private float[] someShares(int count) {
        float[] shares = new float[count];
        for (int i = 0; i < count; i++) {
            shares[i] = random.nextFloat();
        }
        return shares;
    }

    /** In the currencies' own digits. */
    private SessionAmount[] amounts() {
        SessionAmount[] amounts = new SessionAmount[random.nextInt(3)];
        for (int i = 0; i < amounts.length; i++) {
            amounts[i] =
                    random.nextBoolean()
                            ? new SessionAmount(
                                    "KWD",
                                    BigDecimal.valueOf(random.nextLong(), 3),
                                    BigDecimal.valueOf(10_000, 3))
                            : new SessionAmount("JPY", BigDecimal.valueOf(10_000), BigDecimal.ZERO);
        }
        return amounts;
    }

    private SessionSummary session() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        texts(4).forEach(type -> counts.put(type, random.nextInt()));
        return new SessionSummary(
                personKey(),
                millis(),
                millis(),
                SessionStatus.values()[random.nextInt(SessionStatus.values().length)],
                optional(),
                optional(),
                random.nextInt(3),
                counts,
                random.nextInt(),
                random.nextInt(),
                texts(3),
                millis(),
                optional(),
                optional(),
                amounts(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean() ? null : behavior());
    }

    private io.nextclick.avro.SessionSummary contract(SessionSummary session) {
        BehaviorMetrics behavior = session.behavior();
        return new io.nextclick.avro.SessionSummary(
                session.sessionId(),
                SiteKey.id(session.personKey()),
                SiteKey.site(session.personKey()),
                Instant.ofEpochMilli(session.startedAtMillis()),
                Instant.ofEpochMilli(session.endedAtMillis()),
                session.events(),
                session.countsByType(),
                session.distinctItems(),
                session.deviceIds(),
                session.entryItem(),
                session.exitItem(),
                session.converted(),
                io.nextclick.avro.SessionStatus.valueOf(session.status().name()),
                session.supersededBy(),
                session.movedTo(),
                session.distinctCategories(),
                session.dwellMillis(),
                session.currency() == null ? 0 : session.amounts()[0].cartValue().doubleValue(),
                session.currency() == null ? 0 : session.amounts()[0].revenue().doubleValue(),
                session.bounce(),
                session.outlier(),
                behavior == null ? null : contract(behavior),
                session.currency(),
                Arrays.stream(session.amounts())
                        .map(
                                each ->
                                        new io.nextclick.avro.SessionAmount(
                                                each.currency(),
                                                each.cartValue().toPlainString(),
                                                each.revenue().toPlainString()))
                        .toList());
    }

    private io.nextclick.avro.BehaviorMetrics contract(BehaviorMetrics behavior) {
        return new io.nextclick.avro.BehaviorMetrics(
                behavior.sessions7(),
                behavior.sessions30(),
                behavior.days7(),
                behavior.days30(),
                behavior.durationMillis(),
                behavior.pages(),
                behavior.conversion(),
                behavior.daysBetween(),
                Instant.ofEpochMilli(behavior.lastMillis()),
                shares(behavior.categories(), behavior.categoryShares()),
                shares(behavior.brands(), behavior.brandShares()),
                behavior.priceLow(),
                behavior.priceHigh(),
                behavior.priceCurrency());
    }

    @Test
    void a_session_is_written_as_avro_writes_it() throws Exception {
        var encoder = encoder(io.nextclick.avro.SessionSummary.getClassSchema());
        for (int i = 0; i < RECORDS; i++) {
            SessionSummary session = session();
            check(encoder, Topics.SESSIONS, session, contract(session));
        }
    }

    private Feedback feedback() {
        List<ItemFeedback> items = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            items.add(
                    new ItemFeedback(
                            text(),
                            random.nextInt(4),
                            random.nextBoolean(),
                            random.nextInt(9_000),
                            random.nextBoolean() ? 0 : millis(),
                            random.nextInt(9_000),
                            random.nextBoolean(),
                            random.nextInt(3),
                            random.nextInt(3),
                            random.nextInt() * 1_000L,
                            random.nextBoolean() ? null : "EUR",
                            random.nextInt(3) * 500_000L));
        }
        return new Feedback(
                personKey(),
                text(),
                text(),
                random.nextBoolean() ? "" : text(),
                random.nextInt(65_536) * random.nextInt(2),
                millis(),
                texts(3),
                millis(),
                millis(),
                random.nextBoolean(),
                random.nextBoolean(),
                items);
    }

    private static @Nullable Instant time(long millis) {
        return millis == 0 ? null : Instant.ofEpochMilli(millis);
    }

    private static io.nextclick.avro.Feedback contract(Feedback feedback) {
        List<io.nextclick.avro.ItemFeedback> items = new ArrayList<>();
        for (ItemFeedback item : feedback.items()) {
            items.add(
                    new io.nextclick.avro.ItemFeedback(
                            item.itemId(),
                            item.position() == 0 ? null : (Integer) item.position(),
                            item.shown(),
                            item.visibleMillis(),
                            time(item.clickedAtMillis()),
                            item.dwellMillis(),
                            item.bounced(),
                            item.carts(),
                            item.orders(),
                            item.currency() == null ? null : (Double) (item.revenueMicros() / 1e6),
                            item.currency(),
                            item.valueMicros() / 1e6));
        }
        return new io.nextclick.avro.Feedback(
                feedback.feedbackId(),
                SiteKey.id(feedback.personKey()),
                SiteKey.site(feedback.personKey()),
                feedback.recommendationId(),
                feedback.surface(),
                feedback.arm().isEmpty() ? null : feedback.arm(),
                feedback.propensity() == 0 ? null : (Double) (feedback.propensity() / 65_535.),
                time(feedback.generatedAtMillis()),
                Instant.ofEpochMilli(feedback.openedAtMillis()),
                Instant.ofEpochMilli(feedback.closesAtMillis()),
                feedback.complete(),
                feedback.retracted(),
                feedback.isBounced(),
                feedback.items().stream().mapToLong(ItemFeedback::valueMicros).sum() / 1e6,
                items,
                feedback.segments());
    }

    @Test
    void feedback_is_written_as_avro_writes_it() throws Exception {
        var encoder = encoder(io.nextclick.avro.Feedback.getClassSchema());
        for (int i = 0; i < RECORDS; i++) {
            Feedback feedback = feedback();
            check(encoder, Topics.FEEDBACK, feedback, contract(feedback));
        }
    }

    @Test
    void every_text_comes_back_but_half_a_surrogate_pair() throws Exception {
        Schema schema = SegmentMembership.getClassSchema();
        var encoder = encoder(schema);
        var decoder = new AvroDecoder<SegmentMembership>(schema, CodecSettings.DEFAULT);
        SegmentChange any = change(SegmentChange.Kind.ENTER);
        for (String text : TEXTS) {
            SegmentChange change =
                    new SegmentChange(
                            any.kind(),
                            "ann",
                            text,
                            text,
                            1,
                            false,
                            1,
                            2,
                            List.of(text),
                            text,
                            text,
                            0);
            SegmentMembership read = decoder.decode(direct(encoder, Topics.SEGMENTS, change));
            String sent = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            assertThat(read.getSegment()).isEqualTo(sent);
            assertThat(read.getAttributes()).isEqualTo(Map.of(sent, sent));
        }
    }
}
