package io.nextclick.ingest;

import static io.nextclick.testkit.Events.RULES;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.avro.PolicyContribution;
import io.nextclick.avro.RankingPolicy;
import io.nextclick.avro.SignalWeight;
import io.nextclick.blend.BlendModel;
import io.nextclick.blend.Policy;
import io.nextclick.blend.Signal;
import io.nextclick.blend.Weights;
import io.nextclick.codec.AvroEncoder;
import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.DeadLetters;
import io.nextclick.codec.RawRecord;
import io.nextclick.codec.RejectedRecord;
import io.nextclick.contract.PolicyContract;
import io.nextclick.event.ReasonCode;
import io.nextclick.testkit.Harness;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecodePolicyTest {

    private static final String KEY = "north/home";
    private static final long NOW = 1_700_000_000_000L;

    private OneInputStreamOperatorTestHarness<RawRecord, Policy> harness;

    @BeforeEach
    void open() throws Exception {
        harness =
                new OneInputStreamOperatorTestHarness<>(
                        new ProcessOperator<>(new DecodePolicy(CodecSettings.DEFAULT, RULES)));
        harness.open();
        harness.setProcessingTime(NOW);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private void send(String key, byte[] value, long timestamp) throws Exception {
        byte[] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        harness.processElement(new RawRecord("policy", 0, 0, timestamp, bytes, value), 1);
    }

    private void send(RankingPolicy policy) throws Exception {
        send(KEY, encoded(policy), NOW);
    }

    private void send(String json) throws Exception {
        send(KEY, json.getBytes(StandardCharsets.UTF_8), NOW);
    }

    private static byte[] encoded(RankingPolicy policy) {
        return new AvroEncoder<RankingPolicy>(
                        RankingPolicy.getClassSchema(), "policy", CodecSettings.DEFAULT)
                .encode(policy);
    }

    private Policy decoded() {
        assertThat(rejected()).isEmpty();
        List<Policy> decoded = Harness.take(harness);
        assertThat(decoded).hasSize(1);
        return decoded.get(0);
    }

    private List<RejectedRecord> rejected() {
        return Harness.take(harness, DeadLetters.TAG);
    }

    private void assertRefused(ReasonCode reason, String detail) {
        assertThat(Harness.take(harness)).isEmpty();
        assertThat(Harness.take(harness, DecodePolicy.RESETS)).isEmpty();
        List<RejectedRecord> rejected = rejected();
        assertThat(rejected).extracting(RejectedRecord::reason).containsExactly(reason);
        assertThat(rejected.get(0).detail()).contains(detail);
    }

    private static Policy policy() {
        float[] weights = new float[Weights.COUNT];
        double[] squares = new double[Weights.COUNT];
        for (int i = 0; i < Weights.COUNT; i++) {
            weights[i] = i % 20 - 10.25f;
            squares[i] = i + 0.1;
        }
        return new Policy(
                KEY,
                7,
                NOW - 5,
                NOW - 9,
                weights,
                squares,
                123_456_789_012L,
                1.25,
                -0.5,
                true,
                new int[] {0, 3},
                new long[] {41, 1L << 40},
                -0.25,
                12.5);
    }

    /** What the job writes, with a change. */
    private static RankingPolicy written(Consumer<RankingPolicy> change) {
        RankingPolicy policy = PolicyContract.of(policy());
        change.accept(policy);
        return policy;
    }

    @Test
    void a_policy_comes_back_as_it_was_written() throws Exception {
        send(PolicyContract.of(policy()));
        assertThat(decoded()).usingRecursiveComparison().isEqualTo(policy());
        assertThat(Harness.take(harness, DecodePolicy.RESETS)).isEmpty();
    }

    @Test
    void the_contract_names_every_signal_site_and_surface() {
        RankingPolicy written = PolicyContract.of(policy());
        assertThat(written.getSite()).isEqualTo("north");
        assertThat(written.getSurface()).isEqualTo("home");
        assertThat(written.getWeights())
                .extracting(SignalWeight::getSignal)
                .containsExactlyElementsOf(
                        IntStream.range(0, Weights.COUNT).mapToObj(Weights::name).toList());
        assertThat(written.getContributions())
                .containsExactly(
                        new PolicyContribution(0, 41L), new PolicyContribution(3, 1L << 40));
    }

    @Test
    void an_unknown_signal_is_ignored_whatever_its_weight() throws Exception {
        send(
                written(
                        policy -> {
                            policy.getWeights().add(0, new SignalWeight("MOON", 1e9f, -1.0));
                            policy.getWeights().add(new SignalWeight("next", 5f, 1.0));
                        }));
        assertThat(decoded()).usingRecursiveComparison().isEqualTo(policy());
    }

    @Test
    void a_missing_signal_has_its_initial_weight_and_squares_of_one() throws Exception {
        send(
                written(
                        policy ->
                                policy.getWeights()
                                        .removeIf(each -> each.getSignal().equals("CURRENT"))));
        Policy expected = policy();
        expected.weights()[Weights.place(Signal.CURRENT)] =
                Weights.initial(Weights.place(Signal.CURRENT));
        expected.squares()[Weights.place(Signal.CURRENT)] = 1;
        assertThat(decoded()).usingRecursiveComparison().isEqualTo(expected);
    }

    @Test
    void the_order_of_the_signals_does_not_matter() throws Exception {
        send(written(policy -> java.util.Collections.reverse(policy.getWeights())));
        assertThat(decoded()).usingRecursiveComparison().isEqualTo(policy());
    }

    @Test
    void a_policy_may_be_written_in_json() throws Exception {
        send(
                """
                {"site":"north","surface":"home","updated_at":"2023-11-14T22:13:20Z",
                 "learnt_since":1699999999000,"note":"by hand",
                 "weights":[{"signal":"TREND","weight":1.5},
                            {"signal":"NEXT","weight":-2,"squared_gradients":9.5},
                            {"signal":"MOON","weight":3}]}""");
        Policy expected = Policy.initial(KEY, 1_699_999_999_000L);
        Policy policy = decoded();
        expected.weights()[Weights.place(Signal.TREND)] = 1.5f;
        expected.weights()[Weights.place(Signal.NEXT)] = -2;
        expected.squares()[Weights.place(Signal.NEXT)] = 9.5;
        assertThat(policy)
                .usingRecursiveComparison()
                .ignoringFields("updatedAtMillis")
                .isEqualTo(expected);
        assertThat(policy.updatedAtMillis()).isEqualTo(NOW);
        assertThat(Harness.take(harness, DecodePolicy.RESETS))
                .as("nobody contributed: learning begins anew from it")
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(policy);
    }

    @Test
    void a_tombstone_is_a_reset_to_the_initial_weights_at_its_time() throws Exception {
        send(KEY, null, NOW - 100);
        Policy reset = decoded();
        assertThat(reset).usingRecursiveComparison().isEqualTo(Policy.initial(KEY, NOW - 100));
        assertThat(reset.isReset()).isTrue();
        assertThat(Harness.take(harness, DecodePolicy.RESETS))
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(reset);

        send(KEY, new byte[0], NOW + 1_000_000);
        assertThat(decoded().sinceMillis())
                .as("an empty value is one, too; a producer's clock is not trusted")
                .isEqualTo(NOW);
    }

    @ParameterizedTest
    @ValueSource(
            floats = {
                Float.NaN,
                Float.POSITIVE_INFINITY,
                Float.NEGATIVE_INFINITY,
                20.000002f,
                -20.000002f
            })
    void a_weight_that_is_no_number_or_out_of_bounds_is_refused(float weight) throws Exception {
        send(
                written(
                        policy ->
                                policy.getWeights()
                                        .get(Weights.place(Signal.FORWARD))
                                        .setWeight(weight)));
        assertRefused(ReasonCode.INVALID_POLICY, "weight of FORWARD is " + weight);
    }

    @ParameterizedTest
    @ValueSource(floats = {20, -20, 0, -0.0f, Float.MIN_VALUE})
    void a_weight_within_the_bound_is_not(float weight) throws Exception {
        assertThat(BlendModel.LARGEST_WEIGHT).isEqualTo(20);
        send(
                written(
                        policy ->
                                policy.getWeights()
                                        .get(Weights.place(Signal.FORWARD))
                                        .setWeight(weight)));
        assertThat(decoded().weights()[Weights.place(Signal.FORWARD)]).isEqualTo(weight);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, -Double.MIN_VALUE, 0, Double.NaN, Double.POSITIVE_INFINITY})
    void squares_that_no_gradients_have_are_refused(double squares) throws Exception {
        send(
                written(
                        policy ->
                                policy.getWeights()
                                        .get(Weights.place(Signal.FORWARD))
                                        .setSquaredGradients(squares)));
        assertRefused(ReasonCode.INVALID_POLICY, "squared_gradients of FORWARD are " + squares);
    }

    @Test
    void other_numbers_that_no_policy_has_are_refused() throws Exception {
        send(written(policy -> policy.setLoss(Double.NaN)));
        assertRefused(ReasonCode.INVALID_POLICY, "loss is NaN");
        send(written(policy -> policy.setExcessLoss(Double.NEGATIVE_INFINITY)));
        assertRefused(ReasonCode.INVALID_POLICY, "excess_loss is -Infinity");
        send(written(policy -> policy.setExamples(-1)));
        assertRefused(ReasonCode.INVALID_POLICY, "examples are -1");
        send(written(policy -> policy.getWeights().add(new SignalWeight("NEXT", 1f, 1.0))));
        assertRefused(ReasonCode.INVALID_POLICY, "two weights of NEXT");
        send(
                written(
                        policy ->
                                policy.setContributions(
                                        java.util.Collections.nCopies(
                                                PolicyContract.MOST_CONTRIBUTIONS + 1,
                                                new PolicyContribution(1, 1L)))));
        assertRefused(ReasonCode.INVALID_POLICY, "32769 contributions");
    }

    @Test
    void a_policy_that_begins_in_the_future_is_refused() throws Exception {
        long most = NOW + RULES.maxFutureMillis();
        send(written(policy -> policy.setLearntSince(Instant.ofEpochMilli(most))));
        assertThat(decoded().sinceMillis()).isEqualTo(most);
        send(written(policy -> policy.setLearntSince(Instant.ofEpochMilli(most + 1))));
        assertRefused(ReasonCode.TIMESTAMP_IN_FUTURE, "learnt_since");
    }

    @Test
    void bad_records_are_rejected_with_their_reason() throws Exception {
        send(null, null, NOW);
        assertRefused(ReasonCode.INVALID_POLICY, "no key");
        send(null, encoded(written(policy -> {})), NOW);
        assertRefused(ReasonCode.INVALID_POLICY, "no key");
        send("north", null, NOW);
        assertRefused(ReasonCode.INVALID_POLICY, "a tombstone");
        send("no site/home", null, NOW);
        assertRefused(ReasonCode.INVALID_SITE, "site");
        send("north/", null, NOW);
        assertRefused(ReasonCode.INVALID_POLICY, "surface");
        send("north/a/b", null, NOW);
        assertRefused(ReasonCode.INVALID_POLICY, "surface");
        send("north/cart", encoded(written(policy -> {})), NOW);
        assertRefused(ReasonCode.INVALID_POLICY, "the record's key is not 'north/home'");
        send(written(policy -> policy.setSite("no/site")));
        assertRefused(ReasonCode.INVALID_SITE, "site");
        send(KEY, new byte[] {9}, NOW);
        assertRefused(ReasonCode.UNDECODABLE, "1 bytes");
        byte[] whole = encoded(written(policy -> {}));
        send(KEY, Arrays.copyOf(whole, whole.length - 1), NOW);
        assertRefused(ReasonCode.UNDECODABLE, "not a whole RankingPolicy");
        send("{\"site\":\"north\"}");
        assertRefused(ReasonCode.UNDECODABLE, "JSON");
        send(
                """
                {"site":"north","surface":"home","updated_at":1,
                 "weights":[{"signal":"NEXT","weight":1e300}]}""");
        assertRefused(ReasonCode.INVALID_POLICY, "weight of NEXT is Infinity");
        send(
                """
                {"site":"north","surface":"home","updated_at":1,"weights":[null]}""");
        assertRefused(ReasonCode.UNDECODABLE, "JSON");
    }
}
