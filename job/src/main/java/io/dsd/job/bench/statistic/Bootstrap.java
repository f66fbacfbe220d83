package io.dsd.job.bench.statistic;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * The percentile bootstrap (Efron 1979): how a statistic varies if the problems were others; the
 * same for the same values.
 */
public final class Bootstrap {

  private static final int RESAMPLES = 2_000;
  private static final double OUTSIDE = 0.025;
  private static final long SEED = 20_260_101;

  private Bootstrap() {}

  /** The median and its interval of 95 %. */
  public static Interval ofMedian(List<Double> values) {
    return of(values, Sample::median);
  }

  /** The mean and its interval of 95 %. */
  public static Interval ofMean(List<Double> values) {
    return of(values, Sample::mean);
  }

  private static Interval of(List<Double> values, ToDoubleFunction<Sample> statistic) {
    List<Double> sorted = new Sample(values).values();
    SplittableRandom random = new SplittableRandom(SEED);
    List<Double> drawings = new ArrayList<>();
    for (int i = 0; i < RESAMPLES && !sorted.isEmpty(); i++) {
      List<Double> drawn =
          random.ints(sorted.size(), 0, sorted.size()).mapToObj(sorted::get).toList();
      drawings.add(statistic.applyAsDouble(new Sample(drawn)));
    }
    Sample all = new Sample(drawings);
    return new Interval(
        statistic.applyAsDouble(new Sample(sorted)),
        all.quantile(OUTSIDE),
        all.quantile(1 - OUTSIDE));
  }
}
