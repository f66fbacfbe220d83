package io.dsd.speculate.policy;

import io.dsd.speculate.DraftPlan;

/**
 * When the blocks of one sequence are drafted and come home, as long as no guess is wrong, in
 * milliseconds from the beginning on. The first slice, if it is busy with a block, takes those that
 * come meanwhile as one batch.
 */
final class Timeline {

  // Of a stage, found by simulation: one that begins anew comes to slices that have just begun with
  // others' blocks; one that follows is drafted while they work.
  private static final double FIRST_WAIT = 0.8;
  private static final double WAIT = 0.2;

  private final Costs costs;
  private final int window;
  private final double batch;
  private final boolean crowded;
  private final double[] begun;
  private final double[] sent;
  private final double[] home;
  private final double[] computedFrom;
  private final double[] computedTo;

  /**
   * A timeline of some windows.
   *
   * @param batch how many tokens a slice works on together with a block's, those included
   * @param crowded whether slices are always busy with other sequences' blocks
   */
  Timeline(Costs costs, DraftPlan plan, double batch, boolean crowded) {
    this.costs = costs;
    this.window = plan.shape().isNothing() ? 1 : plan.window();
    this.batch = batch;
    this.crowded = crowded;
    int length = window == 1 ? 1 : 5 * window;
    begun = new double[length + 1];
    sent = new double[length + 1];
    home = new double[length + 1];
    computedFrom = new double[length + 1];
    computedTo = new double[length + 1];
    computedTo[0] = Double.NEGATIVE_INFINITY;
    int together = 0;
    for (int block = 1; block <= length; block++) {
      begun[block] = Math.max(sent[block - 1], block > window ? home[block - window] : 0);
      int levels = plan.shape().depth() + (ahead(block) > 0 ? 1 : 0);
      sent[block] = begun[block] + levels * costs.draft();
      together = compute(block, together);
    }
  }

  private int compute(int block, int together) {
    int merged = 1;
    if (crowded || sent[block] >= computedTo[block - 1]) {
      computedFrom[block] = sent[block] + wait(block);
    } else if (sent[block] > computedFrom[block - 1]) {
      computedFrom[block] = computedTo[block - 1];
    } else {
      computedFrom[block] = computedFrom[block - 1];
      merged = together + 1;
    }
    computedTo[block] = computedFrom[block] + costs.stage(merged * batch);
    home[block] = Math.max(home[block - 1], computedFrom[block] + costs.round(merged * batch));
    return merged;
  }

  private double wait(int block) {
    return crowded ? costs.stage(batch) * (block == 1 ? FIRST_WAIT : WAIT) : 0;
  }

  int length() {
    return sent.length - 1;
  }

  int window() {
    return window;
  }

  double home(int block) {
    return home[block];
  }

  /** How many blocks were on their way when that one was begun to be drafted. */
  int ahead(int block) {
    int count = 0;
    while (count < block - 1 && home[block - 1 - count] > begun[block]) {
      count++;
    }
    return count;
  }

  /** How many blocks are sent by a time at which that one is the last that came home. */
  int sentBy(int block, double at) {
    int last = block;
    while (last < length() && sent[last + 1] <= at) {
      last++;
    }
    return last;
  }

  /** How long a block that is sent later waits for those that were sent in vain by then. */
  double blocked(int block, double at, double later) {
    int last = block;
    while (last < length() && computedFrom[last + 1] < at) {
      last++;
    }
    if (crowded || last == block) {
      return 0;
    }
    double left = computedTo[last] - later;
    // behind a larger batch it waits in every slice
    double slower = computedTo[last] - computedFrom[last] - costs.stage(batch);
    // after such a wait the next streak is often in step with the slices, and does not wait
    return left > 0 ? (left + slower) / 2 : 0;
  }
}
