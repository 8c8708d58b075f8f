package io.nextclick.verdict;

import io.nextclick.experiment.UnitMetric;

/**
 * What an arm does to one metric.
 *
 * @param metric the metric
 * @param effect beside the control; the control's own is 0
 */
public record ArmMetric(UnitMetric metric, Effect effect) {}
