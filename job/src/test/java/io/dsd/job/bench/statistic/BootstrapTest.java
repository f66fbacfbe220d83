package io.dsd.job.bench.statistic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BootstrapTest {

  @Property(tries = 50)
  void theIntervalHoldsTheMedianAndLiesWithinTheValues(
      @ForAll @Size(min = 1, max = 40) List<@DoubleRange(min = 0.1, max = 9) Double> values) {
    Interval interval = Bootstrap.ofMedian(values);
    assertThat(interval.value()).isEqualTo(new Sample(values).median());
    assertThat(interval.low()).isBetween(Collections.min(values), interval.value());
    assertThat(interval.high()).isBetween(interval.value(), Collections.max(values));
  }

  @Property(tries = 50)
  void theIntervalOfTheMeanHoldsIt(
      @ForAll @Size(min = 1, max = 40) List<@DoubleRange(min = 0.1, max = 9) Double> values) {
    Interval interval = Bootstrap.ofMean(values);
    double mean = new Sample(values).mean();
    assertThat(interval.value()).isEqualTo(mean);
    // sums in another order round differently
    assertThat(interval.low()).isBetween(Collections.min(values) - 1e-9, mean + 1e-9);
    assertThat(interval.high()).isBetween(mean - 1e-9, Collections.max(values) + 1e-9);
  }

  @Property(tries = 20)
  void theOrderOfTheValuesDoesNotMatter(
      @ForAll @Size(min = 1, max = 40) List<@DoubleRange(min = 0.1, max = 9) Double> values) {
    List<Double> other = new ArrayList<>(values);
    Collections.reverse(other);
    assertThat(Bootstrap.ofMedian(other)).isEqualTo(Bootstrap.ofMedian(values));
  }

  @Test
  void nothingAndEqualValuesLeaveNothingOpen() {
    assertThat(Bootstrap.ofMedian(List.of())).isEqualTo(new Interval(0, 0, 0));
    assertThat(Bootstrap.ofMedian(List.of(2.5, 2.5, 2.5))).isEqualTo(new Interval(2.5, 2.5, 2.5));
  }

  /** That is what an interval of 95 % means. */
  @Test
  void theTrueMedianIsInsideAboutNineteenTimesOfTwenty() {
    Random random = new Random(1);
    int inside = 0;
    int samples = 200;
    for (int i = 0; i < samples; i++) {
      List<Double> sample = random.doubles(25).map(u -> -Math.log(1 - u)).boxed().toList();
      Interval interval = Bootstrap.ofMedian(sample);
      if (interval.low() <= Math.log(2) && Math.log(2) <= interval.high()) {
        inside++;
      }
    }
    assertThat(inside / (double) samples).isBetween(0.90, 0.99);
  }
}
