package io.nextclick.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextclick.avro.ArmMetric;
import io.nextclick.avro.ArmResult;
import io.nextclick.avro.ExperimentResult;
import io.nextclick.avro.SegmentArm;
import io.nextclick.avro.SegmentResult;
import io.nextclick.contract.Topics;
import io.nextclick.event.SiteKey;
import io.nextclick.experiment.Experiment;
import io.nextclick.experiment.ExperimentReader;
import io.nextclick.rule.RuleFault;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** Experiments of a site: how they stand, and definitions that are checked before they are sent. */
final class Experiments {

    private final Entries entries;
    private final Sender sender;
    private final BooleanSupplier ready;
    private final ExperimentReader reader = new ExperimentReader();

    Experiments(Entries entries, Sender sender, BooleanSupplier ready) {
        this.entries = entries;
        this.sender = sender;
        this.ready = ready;
    }

    /** Key of a result in the view; it always names the site. */
    static String viewKey(String key) {
        return SiteKey.site(key) + '/' + SiteKey.part(SiteKey.id(key));
    }

    /** A result as pages get it; what is not known is left out. */
    static ObjectNode json(ExperimentResult result) {
        ObjectNode json =
                Json.object()
                        .put("experiment_id", result.getExperimentId())
                        .put("version", result.getVersion())
                        .put("as_of", Json.time(result.getAsOf().toEpochMilli()))
                        .put("verdict", result.getVerdict().name())
                        .put("words", result.getWords())
                        .put("crossovers", result.getCrossovers())
                        .put("sample_ratio_e", result.getSampleRatioE());
        if (result.getVerdictArm() != null) {
            json.put("verdict_arm", result.getVerdictArm());
        }
        if (result.getDaysLeft() != null) {
            json.put("days_left", result.getDaysLeft());
        }
        ArrayNode arms = json.putArray("arms");
        result.getArms().forEach(arm -> write(arm, arms.addObject()));
        if (!result.getSegments().isEmpty()) {
            ArrayNode segments = json.putArray("segments");
            result.getSegments().forEach(each -> write(each, segments.addObject()));
        }
        return json;
    }

    private static void write(SegmentResult segment, ObjectNode json) {
        json.put("segment", segment.getSegment());
        ArrayNode arms = json.putArray("arms");
        for (SegmentArm arm : segment.getArms()) {
            arms.addObject()
                    .put("arm", arm.getArm())
                    .put("units", arm.getUnits())
                    .put("mean", arm.getMean())
                    .put("weight", arm.getWeight())
                    .put("best", arm.getBest());
        }
    }

    private static void write(ArmResult arm, ObjectNode json) {
        json.put("arm", arm.getArm())
                .put("units", arm.getUnits())
                .put("weight", arm.getWeight())
                .put("best", arm.getBest());
        if (arm.getExpectedLoss() != null) {
            json.put("expected_loss", arm.getExpectedLoss());
        }
        ArrayNode metrics = json.putArray("metrics");
        for (ArmMetric metric : arm.getMetrics()) {
            ObjectNode each =
                    metrics.addObject()
                            .put("metric", metric.getMetric())
                            .put("mean", metric.getMean())
                            .put("difference", metric.getDifference());
            if (metric.getLow() != null && metric.getHigh() != null) {
                each.put("low", metric.getLow()).put("high", metric.getHigh());
            }
            each.put("better", metric.getBetter()).put("adjusted", metric.getAdjusted());
        }
    }

    /** {@code GET /v1/experiments}. */
    CompletionStage<Answer> all(Request request) {
        Recommendations.checkReady(ready);
        ObjectNode answer = Json.object();
        ArrayNode all = answer.putArray("experiments");
        entries.below(View.Kind.EXPERIMENT, request.site().name())
                .forEach(
                        (id, value) -> {
                            if (Json.treeOrNull(value) instanceof ObjectNode result) {
                                all.add(result);
                            }
                        });
        return CompletableFuture.completedFuture(Answer.json(200, answer));
    }

    /** {@code PUT /v1/experiments/{id}}. What goes with others in force is checked by the job. */
    CompletionStage<Answer> put(Request request) {
        String id = request.path(2);
        String key = SiteKey.of(request.site().name(), id);
        ExperimentReader.Reading reading = read(new String(request.body(), StandardCharsets.UTF_8));
        Experiment experiment = reading.experiment();
        if (experiment == null) {
            throw faulty(reading.faults());
        }
        if (!experiment.key().equals(key)) {
            throw faulty(
                    List.of(
                            new RuleFault(
                                    "/experiment_id", "is not the path's, or of another site")));
        }
        ObjectNode answer =
                Json.object().put("experiment_id", id).put("version", experiment.version());
        return sender.send(Topics.EXPERIMENTS, key, reading.text().getBytes(StandardCharsets.UTF_8))
                .thenApply(sent -> Answer.json(200, answer));
    }

    private synchronized ExperimentReader.Reading read(String text) {
        return reader.read(text);
    }

    private static Problem faulty(List<RuleFault> faults) {
        return Records.faulty("INVALID_EXPERIMENT", "experiment", faults);
    }

    /** {@code DELETE /v1/experiments/{id}}. */
    CompletionStage<Answer> delete(Request request) {
        String key = SiteKey.of(request.site().name(), request.path(2));
        return sender.send(Topics.EXPERIMENTS, key, null).thenApply(sent -> Answer.empty(204));
    }
}
