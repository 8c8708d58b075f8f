package io.nextclick.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextclick.avro.ExperimentResult;
import io.nextclick.avro.SegmentArm;
import io.nextclick.avro.SegmentResult;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExperimentJsonTest {

    private static ObjectNode json(SegmentResult... segments) {
        return Experiments.json(
                ExperimentResult.newBuilder()
                        .setExperimentId("layout")
                        .setVersion(1)
                        .setNumber(1)
                        .setAsOf(Instant.EPOCH)
                        .setWords("not yet")
                        .setCrossovers(0)
                        .setSampleRatioE(1)
                        .setSegments(List.of(segments))
                        .build());
    }

    @Test
    void a_result_by_segment_has_the_arms_of_each() {
        SegmentArm arm = new SegmentArm("bold", 7L, 0.5, 0.25, 0.2);
        assertThat(json(new SegmentResult("new", List.of(arm))).path("segments").toString())
                .isEqualTo(
                        "[{\"segment\":\"new\",\"arms\":[{\"arm\":\"bold\",\"units\":7,"
                                + "\"mean\":0.5,\"weight\":0.25,\"best\":0.2}]}]");
        assertThat(json().has("segments")).isFalse();
    }
}
