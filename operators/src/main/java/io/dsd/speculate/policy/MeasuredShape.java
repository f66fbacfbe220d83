package io.dsd.speculate.policy;

import static java.util.Objects.requireNonNull;

import io.dsd.message.SequenceId;
import io.dsd.message.round.Block;
import io.dsd.message.round.SliceTimes;
import io.dsd.speculate.DraftPlan;
import io.dsd.speculate.RoundReport;
import io.dsd.speculate.ShapeChooser;
import java.util.HashMap;
import java.util.Map;

/**
 * Chooses by the policy: acceptance is measured per sequence and drafter, costs over all of them.
 * Until the first verdict it chooses the most that is allowed.
 */
public final class MeasuredShape implements ShapeChooser {

  private static final double NANOS_PER_MILLI = 1e6;

  private final DraftPlan most;
  private final int slices;
  private final ShapePolicy policy;
  private final Map<String, Known> byDrafter = new HashMap<>();

  /** What is known of a drafter. */
  private static final class Known {

    private final CostFit costs;
    private final MeasuredAcceptance acceptance = MeasuredAcceptance.ofAll();
    private final Map<SequenceId, Planner> planners = new HashMap<>();
    private boolean tried;

    private Known(int slices) {
      costs = new CostFit(slices);
    }
  }

  /**
   * Knows nothing yet.
   *
   * @param most how much may be drafted
   * @param slices how many slices a block passes
   */
  public MeasuredShape(DraftPlan most, int slices) {
    this.most = requireNonNull(most, "most");
    this.slices = slices;
    this.policy =
        new ShapePolicy(new Limits(most.shape().depth(), most.shape().nodes(), most.window()));
  }

  @Override
  public DraftPlan choose(SequenceId sequence, String drafter, int active) {
    Known known = known(drafter);
    return known.tried
        ? planner(known, sequence).plan(known.costs.costs(), Math.max(1, active))
        : most;
  }

  @Override
  public void observe(RoundReport round) {
    Known known = known(round.drafter());
    Block block = round.block();
    SliceTimes times = round.verdict().times();
    known.tried = true;
    known.costs.observe(
        new Trip(
            round.nanos() / NANOS_PER_MILLI,
            times.computeNanos() / NANOS_PER_MILLI,
            times.queueNanos() / NANOS_PER_MILLI,
            batch(block, times)));
    Planner planner = planner(known, block.sequence());
    planner.observe(Walk.of(block, round.verdict(), round.before()));
    round.guess().ifPresent(guess -> planner.observe(Walk.guess(guess.before(), guess.right())));
  }

  /** How many tokens its forward passes had on average. */
  private double batch(Block block, SliceTimes times) {
    return times.batchTokens() == 0 ? block.size() : (double) times.batchTokens() / slices;
  }

  @Override
  public void drafted(String drafter, int levels, long nanos) {
    known(drafter).costs.observeDraft(levels, nanos / NANOS_PER_MILLI);
  }

  /** What is known of the costs of a drafter's rounds. */
  Costs costs(String drafter) {
    return known(drafter).costs.costs();
  }

  /** What is known of a drafter from all sequences. */
  AcceptanceTable acceptance(String drafter) {
    return known(drafter).acceptance.estimate();
  }

  @Override
  public void forget(SequenceId sequence) {
    byDrafter.values().forEach(known -> known.planners.remove(sequence));
  }

  private Known known(String drafter) {
    return byDrafter.computeIfAbsent(drafter, name -> new Known(slices));
  }

  private Planner planner(Known known, SequenceId sequence) {
    return known.planners.computeIfAbsent(sequence, one -> new Planner(policy, known.acceptance));
  }
}
