package io.dsd.speculate.simulation;

import io.dsd.speculate.DraftPlan;
import io.dsd.speculate.policy.Limits;
import io.dsd.speculate.policy.ShapePolicy;
import io.dsd.speculate.policy.Throughput;
import java.util.List;

/**
 * Strategies on the same texts.
 *
 * @param scenario what they are tried on
 * @param entries plain decoding, a chain of 8 (what the paper drafts), the best chain and the best
 *     tree that never change, and the measured policy, in this order
 */
public record Contest(Scenario scenario, List<Entry> entries) {

  /**
   * A strategy and what became of it.
   *
   * @param name what it is called
   * @param plan its plan; the policy's is the one that it chooses if it knows the truth
   * @param simulated tokens per second of all sequences
   * @param closedForm the same by {@link Throughput}
   */
  public record Entry(String name, DraftPlan plan, double simulated, double closedForm) {}

  private static final DraftPlan PAPER = DraftPlan.chain(8);

  /** Copies the entries. */
  public Contest {
    entries = List.copyOf(entries);
  }

  /**
   * Plays them all.
   *
   * @param limits of the policy and of the search for the best plans
   * @param tokens how many tokens each sequence commits
   */
  public static Contest play(Scenario scenario, Limits limits, int tokens, long seed) {
    ShapePolicy policy = new ShapePolicy(limits);
    Player player = new Player(scenario, tokens, seed);
    DraftPlan informed =
        policy.choose(scenario.acceptance(), scenario.averageCosts(), scenario.sequences());
    double measured = Simulation.tokensPerSecond(scenario, Strategy.measured(policy), tokens, seed);
    return new Contest(
        scenario,
        List.of(
            player.fixed("plain", DraftPlan.PLAIN),
            player.fixed("chain of 8", PAPER),
            player.best(
                "best fixed chain", limits.plans().stream().filter(Contest::isChain).toList()),
            player.best("best fixed tree", limits.plans()),
            player.entry("measured policy", informed, measured)));
  }

  private static boolean isChain(DraftPlan plan) {
    return plan.shape().nodes() == plan.shape().depth();
  }

  /** The policy's entry. */
  public Entry policy() {
    return entries.get(entries.size() - 1);
  }

  /** The fastest of the others. */
  public double bestFixed() {
    return entries.stream()
        .limit(entries.size() - 1L)
        .mapToDouble(Entry::simulated)
        .max()
        .orElse(0);
  }

  private record Player(Scenario scenario, int tokens, long seed) {

    Entry fixed(String name, DraftPlan plan) {
      return entry(
          name, plan, Simulation.tokensPerSecond(scenario, Strategy.fixed(plan), tokens, seed));
    }

    Entry best(String name, List<DraftPlan> plans) {
      FixedPlans.Result best = FixedPlans.best(scenario, plans, tokens, seed);
      return entry(name, best.plan(), best.tokensPerSecond());
    }

    Entry entry(String name, DraftPlan plan, double simulated) {
      double alone =
          new Throughput(scenario.acceptance(), scenario.averageCosts(), scenario.sequences())
              .of(plan);
      return new Entry(name, plan, simulated, alone * 1000 * scenario.sequences());
    }
  }
}
