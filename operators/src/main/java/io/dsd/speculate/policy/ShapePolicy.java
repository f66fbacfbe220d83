package io.dsd.speculate.policy;

import io.dsd.speculate.DraftPlan;
import java.util.List;

/**
 * Chooses the plan that promises the most tokens per second by {@link Throughput}; "no speculation"
 * is always among the choices.
 */
public final class ShapePolicy {

  /** What drafting must promise beyond doing without: estimates are noisy, its cost is not. */
  private static final double WORTH_DRAFTING = 1.01;

  /** What each more block on its way must promise beyond, for the same reason. */
  private static final double WORTH_A_BLOCK = 0.002;

  private final List<DraftPlan> plans;

  /** A policy within limits. */
  public ShapePolicy(Limits limits) {
    this.plans = limits.plans();
  }

  /**
   * The best plan for a sequence.
   *
   * @param acceptance of its drafter
   * @param costs of its rounds
   * @param sequences how many share the slices, itself included
   */
  public DraftPlan choose(Acceptance acceptance, Costs costs, int sequences) {
    Throughput throughput = new Throughput(acceptance, costs, sequences);
    DraftPlan best = DraftPlan.PLAIN;
    double most = throughput.of(best) * WORTH_DRAFTING;
    for (DraftPlan plan : plans) {
      double worth = 1 + WORTH_A_BLOCK * (plan.window() - 1);
      double tokens = throughput.of(plan, most * worth) / worth;
      if (tokens > most) {
        best = plan;
        most = tokens;
      }
    }
    return best;
  }
}
