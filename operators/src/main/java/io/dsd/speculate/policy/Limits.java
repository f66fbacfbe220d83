package io.dsd.speculate.policy;

import io.dsd.speculate.BlockShape;
import io.dsd.speculate.DraftPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a policy may choose.
 *
 * @param depth how many drafted tokens may stand after each other in a block
 * @param nodes how many drafted tokens a block may have
 * @param window how many blocks of a sequence may be on their way
 */
public record Limits(int depth, int nodes, int window) {

  private static final double[] WIDENINGS = {1, 1.5, 2, 3, 4, 5, 7, 10, 16, 64};

  /** Checks the numbers. */
  public Limits {
    if (depth < 0 || nodes < depth || window < 1) {
      throw new IllegalArgumentException(
          "blocks of depth %d with %d nodes, %d at once: need 0 <= depth <= nodes and a window of 1"
              .formatted(depth, nodes, window));
    }
  }

  /**
   * Short blocks of every depth and longer ones in steps, as chains and as wider and wider trees.
   */
  private List<BlockShape> shapes() {
    List<BlockShape> shapes = new ArrayList<>();
    for (int length = 1; length <= depth; length += Math.max(1, length / 4)) {
      for (double widening : WIDENINGS) {
        int size = (int) Math.min(nodes, length * widening);
        BlockShape shape = new BlockShape(length, size);
        if (!shapes.contains(shape)) {
          shapes.add(shape);
        }
      }
    }
    return shapes;
  }

  /** All plans to choose from; the one without a draft first, then by window. */
  public List<DraftPlan> plans() {
    List<DraftPlan> plans = new ArrayList<>();
    plans.add(DraftPlan.PLAIN);
    for (int wide : windows()) {
      shapes().forEach(shape -> plans.add(new DraftPlan(shape, wide)));
    }
    return plans;
  }

  private int[] windows() {
    return IntStream.rangeClosed(1, window).filter(this::isStep).toArray();
  }

  private boolean isStep(int wide) {
    return wide <= 4 || wide == window || wide % 2 == 0;
  }
}
