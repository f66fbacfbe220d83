package io.dsd.speculate.simulation;

import io.dsd.speculate.DraftPlan;
import io.dsd.speculate.policy.MeasuredAcceptance;
import io.dsd.speculate.policy.Planner;
import io.dsd.speculate.policy.ShapePolicy;
import java.util.function.Supplier;

/** What decides how sequences are drafted. */
@FunctionalInterface
public interface Strategy {

  /** Begins a run, in which nothing is known yet: what makes the plans of each sequence. */
  Supplier<Plans> begin();

  /** Always the same plan. */
  static Strategy fixed(DraftPlan plan) {
    return () -> () -> Plans.fixed(plan);
  }

  /** What a policy makes of the measurements. */
  static Strategy measured(ShapePolicy policy) {
    return () -> {
      MeasuredAcceptance all = MeasuredAcceptance.ofAll();
      return () -> Plans.of(new Planner(policy, all));
    };
  }
}
