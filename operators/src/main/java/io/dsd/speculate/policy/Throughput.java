package io.dsd.speculate.policy;

import static java.util.Objects.requireNonNull;

import io.dsd.speculate.BlockShape;
import io.dsd.speculate.DraftPlan;
import java.util.HashMap;
import java.util.Map;

/**
 * The closed form of how fast sequences that are alike go.
 *
 * <p>Alone and with one block on its way, a sequence commits {@code E} tokens per round, {@code E}
 * being one and the chances of all nodes; for a chain with the same chance at every depth that is
 * {@code (1 - a^(g+1)) / (1 - a)} (Leviathan, Kalman, Matias 2023, equation 1). With more blocks on
 * their way see {@link Streak}.
 *
 * <p>Under load the slices of sequences that come together form batches of {@code k} blocks, which
 * share the launch and wait for each other's tokens. {@code k} is the smallest number at least 1
 * with which no slice is asked for more than it can do: the fixed point of
 *
 * <pre>
 *   blocks per millisecond of all sequences (k)  x  (launch / k + token x size) / slices  =  1
 * </pre>
 */
public final class Throughput {

  private record TreeKey(int before, int depth) {}

  private static final int MOST_NODES = 64;
  private static final int STEPS = 9;

  private final Acceptance acceptance;
  private final Costs costs;
  private final int sequences;
  private final Map<TreeKey, TreeOdds> trees = new HashMap<>();

  /**
   * For sequences that are alike.
   *
   * @param sequences how many share the slices, 1 or more
   */
  public Throughput(Acceptance acceptance, Costs costs, int sequences) {
    if (sequences < 1) {
      throw new IllegalArgumentException(sequences + " sequences");
    }
    this.acceptance = requireNonNull(acceptance, "acceptance");
    this.costs = requireNonNull(costs, "costs");
    this.sequences = sequences;
  }

  /**
   * Tokens that a block commits on average, the target's own included.
   *
   * @param before how many tokens before it were unverified when it was drafted
   */
  public double expectedTokens(BlockShape shape, int before) {
    if (shape.nodes() > shape.depth()) {
      // depths lie close together, trees are dear: those in between are interpolated
      int lower = Integer.highestOneBit(before);
      double share = lower == 0 ? 0 : (double) (before - lower) / lower;
      double tokens = (1 - share) * tree(shape, lower).expectedTokens(shape.nodes());
      return share == 0
          ? tokens
          : tokens + share * tree(shape, 2 * lower).expectedTokens(shape.nodes());
    }
    double tokens = 1;
    double alive = 1;
    for (int depth = before + 1; depth <= before + shape.depth(); depth++) {
      alive *= acceptance.at(depth);
      tokens += alive;
    }
    return tokens;
  }

  /** How many first choices stand after each other in a block. */
  int bestPath(BlockShape shape, int before) {
    return shape.nodes() > shape.depth()
        ? tree(shape, before).bestPath(shape.nodes())
        : shape.depth();
  }

  private TreeOdds tree(BlockShape shape, int before) {
    return trees.computeIfAbsent(
        new TreeKey(before, shape.depth()),
        key ->
            new TreeOdds(acceptance, before, shape.depth(), Math.max(MOST_NODES, shape.nodes())));
  }

  Acceptance acceptance() {
    return acceptance;
  }

  /** Tokens per millisecond and sequence. */
  public double of(DraftPlan plan) {
    return of(plan, 0);
  }

  /** The same, or some smaller number if it is less than {@code enough}. */
  double of(DraftPlan plan, double enough) {
    Streak streak = streak(plan, size(plan), false);
    double alone = streak.tokens() / streak.millis();
    if (sequences == 1 || alone < enough || load(streak, plan, 1) <= 1) {
      return alone;
    }
    return plan.window() == 1 || plan.shape().isNothing()
        ? streak.tokens() / fullRound(plan)
        : full(plan, enough);
  }

  /** The shortest round in which the first slice is never idle, with a whole number of batches. */
  private double fullRound(DraftPlan plan) {
    double drafting = plan.shape().depth() * costs.draft();
    for (int batches = sequences; ; batches--) {
      double tokens = size(plan) * sequences / batches;
      double stage = costs.stage(tokens);
      if (batches == 1 || (batches - 1) * stage < drafting + costs.round(tokens)) {
        return Math.max(batches * stage, drafting + costs.round(tokens));
      }
    }
  }

  /** The rate with as many blocks in a batch as leave no slice asked for more than it can do. */
  private double full(DraftPlan plan, double enough) {
    double low = 1;
    double high = (double) sequences * plan.window();
    double rate = 0;
    for (int step = 0; step < STEPS; step++) {
      double middle = Math.sqrt(low * high);
      double batch = middle * size(plan);
      Streak streak = streak(plan, batch, true);
      rate = streak.tokens() / streak.millis();
      if (load(streak, plan, middle) <= 1) {
        high = middle;
      } else if (rate < enough) {
        return rate;
      } else {
        low = middle;
      }
    }
    return rate;
  }

  private Streak streak(DraftPlan plan, double batch, boolean crowded) {
    return new Streak(this, costs, plan, new Timeline(costs, plan, batch, crowded));
  }

  private static double size(DraftPlan plan) {
    return 1 + plan.shape().nodes();
  }

  private double load(Streak streak, DraftPlan plan, double together) {
    double blocks = sequences * streak.blocks() / streak.millis();
    return blocks * costs.stage(together * size(plan)) / together;
  }
}
