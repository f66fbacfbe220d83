package io.dsd.speculate.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dsd.speculate.BlockShape;
import io.dsd.speculate.DraftPlan;
import io.dsd.speculate.policy.AcceptanceTable;
import io.dsd.speculate.policy.Costs;
import io.dsd.speculate.policy.Throughput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulationTest {

  @Test
  void plainDecodingTakesARoundForEachToken() {
    Scenario scenario = scenario(4, 25, "0.8", 1);

    assertThat(simulated(scenario, DraftPlan.PLAIN, 500))
        .isCloseTo(1000 / (4 * 25 + 42 + 0.5), within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({
    "2, 1, 0.6, 1, 3, 3, 1", "8, 25, 0.9, 1, 8, 8, 1", "64, 150, decaying, 1, 5, 16, 1",
    "8, 25, 0.6, 4, 8, 8, 1", "64, 1, 0.9, 4, 5, 16, 1", "2, 1, decaying, 4, 3, 3, 1",
    "2, 25, 0.6, 16, 8, 8, 1", "8, 25, 0.9, 16, 5, 16, 1", "2, 1, 0.9, 16, 3, 3, 1"
  })
  void oneBlockAtATimeIsAsFastAsTheClosedFormSays(
      int slices, double latency, String profile, int sequences, int depth, int nodes, int window) {
    assertClosedForm(slices, latency, profile, sequences, depth, nodes, window, 0.04);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 25, 0.9, 1, 2, 2, 4", "8, 1, 0.6, 1, 4, 4, 2", "8, 25, 0.9, 1, 4, 4, 6",
    "64, 150, 0.9, 1, 4, 8, 3", "8, 150, decaying, 4, 4, 4, 6", "2, 150, 0.6, 4, 2, 2, 4",
    "64, 25, 0.9, 16, 4, 8, 3", "2, 150, 0.9, 16, 4, 4, 6", "8, 25, 0.6, 16, 2, 2, 4"
  })
  void blocksAheadAreAlmostAsFastAsTheClosedFormSays(
      int slices, double latency, String profile, int sequences, int depth, int nodes, int window) {
    assertClosedForm(slices, latency, profile, sequences, depth, nodes, window, 0.08);
  }

  private static void assertClosedForm(
      int slices,
      double latency,
      String profile,
      int sequences,
      int depth,
      int nodes,
      int window,
      double share) {
    Scenario scenario = scenario(slices, latency, profile, sequences);
    DraftPlan plan = new DraftPlan(new BlockShape(depth, nodes), window);
    double closed =
        1000
            * sequences
            * new Throughput(scenario.acceptance(), scenario.averageCosts(), sequences).of(plan);

    assertThat(simulated(scenario, plan, 6000 / sequences))
        .isCloseTo(closed, within(share * closed));
  }

  @Test
  void theSameSeedGivesTheSameAndAnotherOneAnother() {
    Scenario scenario = scenario(8, 25, "0.8", 4);
    Strategy strategy = Strategy.fixed(new DraftPlan(BlockShape.chain(4), 3));

    double once = Simulation.tokensPerSecond(scenario, strategy, 300, 1);

    assertThat(Simulation.tokensPerSecond(scenario, strategy, 300, 1)).isEqualTo(once);
    assertThat(Simulation.tokensPerSecond(scenario, strategy, 300, 2)).isNotEqualTo(once);
  }

  @Test
  void sequencesThatWaitForEachOtherShareTheLaunch() {
    Costs launchOnly = new Costs(2, 40, 0, 0, 2);
    AcceptanceTable acceptance = AcceptanceTable.constant(0.8);

    double one = simulated(new Scenario(launchOnly, 0, acceptance, 1), DraftPlan.PLAIN, 200);
    double many = simulated(new Scenario(launchOnly, 0, acceptance, 32), DraftPlan.PLAIN, 200);

    // a batch of any size in each of the two slices, and one that waits
    assertThat(many).isGreaterThan(32 * one / 2);
  }

  @Test
  void aDrafterThatIsAlwaysRightKeepsTheWindowFull() {
    // the verdict of a block of one token every drafting interval of 2 x 5 ms, 2 tokens each
    Scenario scenario = new Scenario(new Costs(400, 8, 0, 5, 8), 0, AcceptanceTable.constant(1), 1);

    assertThat(simulated(scenario, new DraftPlan(BlockShape.chain(1), 64), 4000))
        .isCloseTo(200, within(2.0));
  }

  private static double simulated(Scenario scenario, DraftPlan plan, int tokens) {
    return Simulation.tokensPerSecond(scenario, Strategy.fixed(plan), tokens, 1);
  }

  private static Scenario scenario(int slices, double latency, String profile, int sequences) {
    Costs costs = new Costs(slices * latency, 40 + 0.5 * slices, 0.5, 3, slices);
    AcceptanceTable acceptance =
        Profile.named(profile)
            .orElseGet(() -> AcceptanceTable.constant(Double.parseDouble(profile)));
    return new Scenario(costs, 0, acceptance, sequences);
  }

  @Test
  void recordsThatAreLateTogetherStayInOrder() {
    Costs costs = new Costs(900, 41.5, 0.5, 3, 3);
    Scenario scenario = new Scenario(costs, 30, AcceptanceTable.constant(0.5), 24);
    // an overtaken block's verdict would come to a sequence that does not wait for one
    Strategy windows = Strategy.fixed(new DraftPlan(BlockShape.chain(1), 8));
    assertThat(Simulation.tokensPerSecond(scenario, windows, 500, 3)).isPositive();
  }
}
