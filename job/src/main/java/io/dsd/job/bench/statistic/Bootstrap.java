package io.dsd.job.bench.statistic;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The percentile bootstrap of a median (Efron 1979): how it varies if the problems were others. */
public final class Bootstrap {

  private static final int RESAMPLES = 2_000;
  private static final double OUTSIDE = 0.025;
  private static final long SEED = 20_260_101;

  private Bootstrap() {}

  /** The median and its interval of 95 %; the same for the same values. */
  public static Interval ofMedian(List<Double> values) {
    List<Double> sorted = new Sample(values).values();
    SplittableRandom random = new SplittableRandom(SEED);
    List<Double> medians = new ArrayList<>();
    for (int i = 0; i < RESAMPLES && !sorted.isEmpty(); i++) {
      List<Double> drawn =
          random.ints(sorted.size(), 0, sorted.size()).mapToObj(sorted::get).toList();
      medians.add(new Sample(drawn).median());
    }
    Sample all = new Sample(medians);
    return new Interval(
        new Sample(sorted).median(), all.quantile(OUTSIDE), all.quantile(1 - OUTSIDE));
  }
}
