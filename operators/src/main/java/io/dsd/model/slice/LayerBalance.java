package io.dsd.model.slice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Cuts a model into slices for machines that are not alike, in their order. The slowest slice is as
 * fast as it can be, because it limits how many sequences there are in a second; of all such cuts
 * it is the one whose slices take least together, because that is what one sequence waits for; and
 * of these the most even one.
 */
public final class LayerBalance {

  /** How little a more even cut may cost: far less than anybody can measure. */
  private static final double EVENNESS = 1e-6;

  private final SliceWeights weights;
  private final List<Machine> machines;
  private final ToLongFunction<LayerRange> bytes;

  /**
   * A balance to be found.
   *
   * @param bytes the memory that a slice takes
   */
  public LayerBalance(
      SliceWeights weights, List<Machine> machines, ToLongFunction<LayerRange> bytes) {
    this.weights = weights;
    this.machines = List.copyOf(machines);
    this.bytes = bytes;
  }

  /** How long a slice takes on a machine, in a unit that is the same for all. */
  double time(LayerRange range, Machine machine) {
    return weights.computed(range) / machine.speed();
  }

  /** The best cut; empty if none fits into the machines' memory. */
  public Optional<List<LayerRange>> cut() {
    double slowest = new Plan(Double.MAX_VALUE, Math::max, time -> time).value();
    if (slowest == Double.POSITIVE_INFINITY) {
      return Optional.empty();
    }
    double uneven = EVENNESS / slowest;
    return Optional.of(
        new Plan(slowest, Double::sum, time -> time + uneven * time * time).ranges());
  }

  /**
   * Exact, by dynamic programming: the best way for the first machines to hold the first layers.
   */
  private final class Plan {

    /** Joins what the slices so far come to and what one more does. */
    @FunctionalInterface
    private interface Joining {
      double of(double soFar, double more);
    }

    /** What a slice that takes so long counts. */
    @FunctionalInterface
    private interface Counting {
      double of(double time);
    }

    private final int layers = weights.layers();
    private final double[][] best = new double[machines.size() + 1][layers + 1];
    private final int[][] begin = new int[machines.size() + 1][layers + 1];

    private Plan(double limit, Joining joining, Counting counting) {
      for (double[] row : best) {
        Arrays.fill(row, Double.POSITIVE_INFINITY);
      }
      best[0][0] = 0;
      for (int slice = 1; slice <= machines.size(); slice++) {
        for (int end = slice; end <= layers; end++) {
          choose(slice, end, limit, joining, counting);
        }
      }
    }

    private void choose(int slice, int end, double limit, Joining joining, Counting counting) {
      Machine machine = machines.get(slice - 1);
      for (int first = slice - 1; first < end; first++) {
        LayerRange range = new LayerRange(first, end, layers);
        double time = time(range, machine);
        if (time <= limit && bytes.applyAsLong(range) <= machine.memoryBytes()) {
          double value = joining.of(best[slice - 1][first], counting.of(time));
          if (value < best[slice][end]) {
            best[slice][end] = value;
            begin[slice][end] = first;
          }
        }
      }
    }

    private double value() {
      return best[machines.size()][layers];
    }

    private List<LayerRange> ranges() {
      List<LayerRange> ranges = new ArrayList<>();
      int end = layers;
      for (int slice = machines.size(); slice > 0; slice--) {
        ranges.add(0, new LayerRange(begin[slice][end], end, layers));
        end = begin[slice][end];
      }
      return List.copyOf(ranges);
    }
  }
}
