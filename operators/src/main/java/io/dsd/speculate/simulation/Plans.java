package io.dsd.speculate.simulation;

import io.dsd.speculate.DraftPlan;
import io.dsd.speculate.policy.Costs;
import io.dsd.speculate.policy.Planner;
import io.dsd.speculate.policy.Walk;

/** How one sequence is drafted, round by round. */
public interface Plans {

  /**
   * The plan of the next block.
   *
   * @param measured costs as the verdicts so far tell them
   * @param sequences how many are decoded at once
   */
  DraftPlan next(Costs measured, int sequences);

  /** A verdict has come. */
  void observe(Walk walk);

  /** Always the same. */
  static Plans fixed(DraftPlan plan) {
    return new Plans() {
      @Override
      public DraftPlan next(Costs measured, int sequences) {
        return plan;
      }

      @Override
      public void observe(Walk walk) {
        // learns nothing
      }
    };
  }

  /** What a planner makes of the measurements. */
  static Plans of(Planner planner) {
    return new Plans() {
      @Override
      public DraftPlan next(Costs measured, int sequences) {
        return planner.plan(measured, sequences);
      }

      @Override
      public void observe(Walk walk) {
        planner.observe(walk);
      }
    };
  }
}
