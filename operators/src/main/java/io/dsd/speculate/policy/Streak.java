package io.dsd.speculate.policy;

import io.dsd.speculate.DraftPlan;

/**
 * Blocks of one sequence from one on the committed prefix until a guess was wrong. A block that
 * goes ahead hangs on the best path of the one before and on a guess of the token after it, and
 * counts only if all of that was right.
 */
final class Streak {

  private static final double NEGLIGIBLE = 1e-3;
  private static final double CERTAIN = 1 - 1e-6;

  private final Throughput throughput;
  private final Costs costs;
  private final DraftPlan plan;
  private final Timeline timeline;
  private double tokens;
  private double millis;
  private double blocks;

  /** The average streak on a timeline. */
  Streak(Throughput throughput, Costs costs, DraftPlan plan, Timeline timeline) {
    this.throughput = throughput;
    this.costs = costs;
    this.plan = plan;
    this.timeline = timeline;
    follow();
  }

  /** Tokens that are committed. */
  double tokens() {
    return tokens;
  }

  /** From beginning to draft the first block to the verdict that ends the streak. */
  double millis() {
    return millis;
  }

  /** Blocks that are sent, those in vain included. */
  double blocks() {
    return blocks;
  }

  private void follow() {
    int path = throughput.bestPath(plan.shape(), 0);
    double reached = 1;
    double goesOn = 0;
    double expected = 0;
    int last = timeline.length();
    for (int block = 1; block <= last && reached > NEGLIGIBLE; block++) {
      int before = timeline.ahead(block) * (path + 1);
      expected = throughput.expectedTokens(plan.shape(), before);
      goesOn =
          timeline.window() == 1 ? 0 : throughput.acceptance().survival(before, before + path + 1);
      tokens += reached * expected;
      millis += reached * (timeline.home(block) - timeline.home(block - 1));
      end(block, reached * (1 - goesOn));
      reached *= goesOn;
    }
    if (reached > NEGLIGIBLE) {
      // by now blocks follow each other evenly
      double more = reached / (1 - Math.min(goesOn, CERTAIN));
      double interval =
          (timeline.home(last) - timeline.home(last - timeline.window())) / timeline.window();
      tokens += more * expected;
      millis += more * interval;
      blocks += more;
      end(last, reached);
    }
  }

  private void end(int block, double chance) {
    double at = timeline.home(block);
    blocks += chance * timeline.sentBy(block, at);
    double next = at + plan.shape().depth() * costs.draft();
    millis += chance * timeline.blocked(block, at, next);
  }
}
