package io.dsd.speculate.policy;

import static java.util.Objects.requireNonNull;

import io.dsd.speculate.DraftPlan;

/**
 * The plan of one sequence with one drafter, from round to round. Thinks anew every few verdicts,
 * because what is known changes slowly. Where nothing is drafted for long, drafts one token now and
 * then, and goes on as long as it is right: text that has become easier is noticed.
 */
public final class Planner {

  private static final int OFTEN_UNTIL = 32;
  private static final int EVERY = 16;
  private static final int PROBE_AFTER = 64;
  private static final DraftPlan PROBE = DraftPlan.chain(1);

  private final ShapePolicy policy;
  private final MeasuredAcceptance acceptance;
  private DraftPlan plan = DraftPlan.PLAIN;
  private int verdicts;
  private int undrafted;
  private boolean stale = true;

  /**
   * For a sequence that begins.
   *
   * @param all what all sequences of the drafter have told
   */
  public Planner(ShapePolicy policy, MeasuredAcceptance all) {
    this.policy = requireNonNull(policy, "policy");
    this.acceptance = all.ofOne();
  }

  /** Takes in what a verdict told. */
  public void observe(Walk walk) {
    acceptance.observe(walk);
    verdicts++;
    stale |= verdicts % (verdicts < OFTEN_UNTIL ? 2 : EVERY) == 0;
    boolean drafted = !walk.taken().isEmpty();
    boolean right = drafted && walk.taken().get(0) > 0;
    if (!drafted) {
      undrafted++;
    } else if (!right) {
      undrafted = 0;
    }
  }

  /**
   * The plan for the next block.
   *
   * @param costs as measured so far
   * @param sequences how many share the slices, this one included
   */
  public DraftPlan plan(Costs costs, int sequences) {
    if (stale) {
      plan = policy.choose(acceptance.estimate(), costs, sequences);
      stale = false;
    }
    return plan.shape().isNothing() && undrafted >= PROBE_AFTER ? PROBE : plan;
  }
}
