package io.dsd.speculate.simulation;

import io.dsd.speculate.DraftPlan;
import io.dsd.speculate.policy.Throughput;
import java.util.Comparator;
import java.util.List;

/** The search for the best plan that never changes, by simulation. */
public final class FixedPlans {

  /** A plan and its simulated tokens per second. */
  public record Result(DraftPlan plan, double tokensPerSecond) {}

  private static final int FIRST_HEAT = 32;
  private static final int LAST_HEAT = 6;

  private FixedPlans() {}

  /**
   * The best of some plans: the {@value #FIRST_HEAT} that the closed form finds best are simulated
   * for a fifth of the tokens, the {@value #LAST_HEAT} best of these for all.
   *
   * @param plans at least one
   * @param tokens how many tokens each sequence commits
   */
  public static Result best(Scenario scenario, List<DraftPlan> plans, int tokens, long seed) {
    Throughput closed =
        new Throughput(scenario.acceptance(), scenario.averageCosts(), scenario.sequences());
    List<DraftPlan> promising =
        plans.stream()
            .map(plan -> new Result(plan, closed.of(plan)))
            .sorted(Comparator.comparingDouble(Result::tokensPerSecond).reversed())
            .limit(FIRST_HEAT)
            .map(Result::plan)
            .toList();
    List<Result> first = heat(scenario, promising, tokens / 5, seed);
    List<DraftPlan> best = first.stream().limit(LAST_HEAT).map(Result::plan).toList();
    return heat(scenario, best, tokens, seed).get(0);
  }

  private static List<Result> heat(
      Scenario scenario, List<DraftPlan> plans, int tokens, long seed) {
    return plans.stream()
        .map(
            plan ->
                new Result(
                    plan, Simulation.tokensPerSecond(scenario, Strategy.fixed(plan), tokens, seed)))
        .sorted(Comparator.comparingDouble(Result::tokensPerSecond).reversed())
        .toList();
  }
}
