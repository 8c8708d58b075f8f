package io.nextclick.whole;

import io.nextclick.scenario.PlayedScenarios;

/** The scenarios, among what takes longest. */
class ScenarioIT extends PlayedScenarios {}
