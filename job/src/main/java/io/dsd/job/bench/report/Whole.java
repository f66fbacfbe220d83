package io.dsd.job.bench.report;

import java.util.function.Function;
import java.util.function.IntFunction;

/** Labels of an axis on which things stand at whole numbers. */
final class Whole {

  private static final double NEAR = 1e-6;
  private static final String NOTHING = "\u200b";
  private static final int PARTS = 20;

  private Whole() {}

  /** The label of each place; the places between have none. */
  static Function<Double, String> labels(int first, int last, IntFunction<String> label) {
    return place -> {
      long nearest = Math.round(place);
      boolean isOne = Math.abs(place - nearest) < NEAR && nearest >= first && nearest <= last;
      // no two may be alike, else none is shown, and room is made for the one of most letters
      return isOne
          ? label.apply((int) nearest) + NOTHING.repeat(PARTS * (last + 2))
          : NOTHING.repeat(1 + (int) Math.abs(Math.round(place * PARTS)));
    };
  }
}
