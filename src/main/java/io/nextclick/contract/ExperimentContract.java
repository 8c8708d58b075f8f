package io.nextclick.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.nextclick.avro.ExperimentResult;
import io.nextclick.avro.SegmentArm;
import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RefusedException;
import io.nextclick.event.ReasonCode;
import io.nextclick.event.SiteKey;
import io.nextclick.experiment.ArmWeights;
import io.nextclick.verdict.ArmMetric;
import io.nextclick.verdict.ArmResult;
import io.nextclick.verdict.SegmentResult;
import io.nextclick.verdict.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The contract {@code ExperimentResult}: written whole, read for the weights of the arms. */
public final class ExperimentContract {

    private static final double ROUNDING = 1e-6;

    private ExperimentContract() {}

    /** Decodes the weights of results, in Avro or JSON. */
    public static RecordDecoder<ArmWeights> decoder(CodecSettings codec) {
        return RecordDecoder.of(
                ExperimentResult.getClassSchema(),
                codec,
                ExperimentContract::toWeights,
                Json.class,
                Json::toWeights);
    }

    public static ExperimentResult of(io.nextclick.verdict.ExperimentResult result) {
        Verdict verdict = result.verdict();
        return new ExperimentResult(
                SiteKey.id(result.experimentKey()),
                SiteKey.site(result.experimentKey()),
                result.version(),
                result.number(),
                Instant.ofEpochMilli(result.asOfMillis()),
                io.nextclick.avro.Verdict.valueOf(verdict.kind().name()),
                verdict.arm(),
                verdict.words(),
                finite(result.daysLeft()),
                result.crossovers(),
                result.sampleRatio(),
                result.arms().stream().map(ExperimentContract::of).toList(),
                result.segments().stream().map(ExperimentContract::of).toList());
    }

    private static io.nextclick.avro.SegmentResult of(SegmentResult segment) {
        return new io.nextclick.avro.SegmentResult(
                segment.segment(),
                segment.arms().stream()
                        .map(
                                arm ->
                                        new SegmentArm(
                                                arm.arm(),
                                                arm.units(),
                                                arm.mean(),
                                                arm.weight(),
                                                arm.best()))
                        .toList());
    }

    private static io.nextclick.avro.ArmResult of(ArmResult arm) {
        return new io.nextclick.avro.ArmResult(
                arm.arm(),
                arm.units(),
                arm.weight(),
                arm.best(),
                finite(arm.expectedLoss()),
                arm.metrics().stream().map(ExperimentContract::of).toList());
    }

    private static io.nextclick.avro.ArmMetric of(ArmMetric metric) {
        return new io.nextclick.avro.ArmMetric(
                metric.metric().label(),
                metric.effect().mean(),
                metric.effect().difference(),
                finite(metric.effect().low()),
                finite(metric.effect().high()),
                metric.effect().alwaysValidP(),
                metric.effect().better(),
                metric.effect().adjusted());
    }

    private static @Nullable Double finite(double number) {
        return Double.isFinite(number) ? (Double) number : null;
    }

    private static ArmWeights toWeights(ExperimentResult result) throws RefusedException {
        String[] arms = result.getArms().stream().map(each -> each.getArm()).toArray(String[]::new);
        double[] weights =
                result.getArms().stream().mapToDouble(each -> each.getWeight()).toArray();
        check(arms, weights);
        List<io.nextclick.avro.SegmentResult> of = result.getSegments();
        String[] segments = new String[of.size()];
        double[] bySegment = new double[segments.length * arms.length];
        for (int i = 0; i < segments.length; i++) {
            segments[i] = of.get(i).getSegment();
            List<SegmentArm> each = of.get(i).getArms();
            if (!each.stream().map(SegmentArm::getArm).toList().equals(List.of(arms))) {
                throw refused("segment %s has other arms".formatted(segments[i]));
            }
            double[] here = each.stream().mapToDouble(SegmentArm::getWeight).toArray();
            check(arms, here);
            System.arraycopy(here, 0, bySegment, i * arms.length, arms.length);
        }
        return new ArmWeights(
                SiteKey.of(result.getSite(), result.getExperimentId()),
                result.getNumber(),
                result.getAsOf().toEpochMilli(),
                arms,
                weights,
                segments,
                bySegment);
    }

    private static void check(String[] arms, double[] weights) throws RefusedException {
        double sum = 0;
        for (int i = 0; i < arms.length; i++) {
            if (!(weights[i] >= 0 && weights[i] <= 1)) {
                throw refused("weight of %s is %s, allowed 0 to 1".formatted(arms[i], weights[i]));
            }
            sum += weights[i];
        }
        if (Math.abs(sum - 1) > ROUNDING) {
            throw refused("the weights are %s together, not 1".formatted(sum));
        }
    }

    public static RefusedException refused(String detail) {
        return new RefusedException(ReasonCode.INVALID_RESULT, detail);
    }

    /** What is read of an {@code ExperimentResult} in JSON: the contract's field names. */
    record Json(
            @JsonProperty(value = "experiment_id", required = true) @JsonSetter(nulls = Nulls.FAIL)
                    String experimentId,
            @Nullable String site,
            long number,
            @JsonProperty(value = "as_of", required = true) @JsonSetter(nulls = Nulls.FAIL)
                    JsonInstant asOf,
            @JsonSetter(nulls = Nulls.AS_EMPTY, contentNulls = Nulls.FAIL) @Nullable List<Arm> arms,
            @JsonSetter(nulls = Nulls.AS_EMPTY, contentNulls = Nulls.FAIL)
                    @Nullable List<Segment> segments) {

        /** The weight of an {@code ArmResult}. */
        record Arm(
                @JsonProperty(value = "arm", required = true) @JsonSetter(nulls = Nulls.FAIL)
                        String arm,
                @JsonProperty(value = "weight", required = true) double weight) {}

        /** The weights of a {@code SegmentResult}. */
        record Segment(
                @JsonProperty(value = "segment", required = true) @JsonSetter(nulls = Nulls.FAIL)
                        String segment,
                @JsonProperty(value = "arms", required = true)
                        @JsonSetter(nulls = Nulls.FAIL, contentNulls = Nulls.FAIL)
                        List<Arm> arms) {

            io.nextclick.avro.SegmentResult toResult() {
                return new io.nextclick.avro.SegmentResult(
                        segment,
                        arms.stream()
                                .map(each -> new SegmentArm(each.arm(), 0L, 0d, each.weight(), 0d))
                                .toList());
            }
        }

        ArmWeights toWeights() throws RefusedException {
            List<io.nextclick.avro.ArmResult> results = new ArrayList<>();
            for (Arm each : arms == null ? List.<Arm>of() : arms) {
                results.add(
                        new io.nextclick.avro.ArmResult(
                                each.arm(), 0L, each.weight(), 0d, null, List.of()));
            }
            return ExperimentContract.toWeights(
                    new ExperimentResult(
                            experimentId,
                            site == null ? SiteKey.DEFAULT_SITE : site,
                            0,
                            number,
                            Instant.ofEpochMilli(asOf.millis()),
                            io.nextclick.avro.Verdict.UNKNOWN,
                            null,
                            "",
                            null,
                            0L,
                            0d,
                            results,
                            (segments == null ? List.<Segment>of() : segments)
                                    .stream().map(Segment::toResult).toList()));
        }
    }
}
