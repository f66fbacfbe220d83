package io.dsd.speculate;

import static java.util.Objects.requireNonNull;

import io.dsd.message.SequenceId;

/**
 * Always chooses the same, whatever it is told.
 *
 * @param plan what it chooses
 */
public record FixedShape(DraftPlan plan) implements ShapeChooser {

  /** Checks that there is a plan. */
  public FixedShape {
    requireNonNull(plan, "plan");
  }

  @Override
  public DraftPlan choose(SequenceId sequence, String drafter, int active) {
    return plan;
  }

  @Override
  public void observe(RoundReport round) {
    // learns nothing
  }

  @Override
  public void drafted(String drafter, int levels, long nanos) {
    // learns nothing
  }

  @Override
  public void forget(SequenceId sequence) {
    // keeps nothing
  }
}
