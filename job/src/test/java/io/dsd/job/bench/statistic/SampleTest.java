package io.dsd.job.bench.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SampleTest {

  @Test
  void quantilesAreThoseOfNumpy() {
    // numpy.quantile([3, 1, 4, 1, 5, 9, 2, 6], [0, .25, .5, .75, .99, 1])
    Sample sample = new Sample(List.of(3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0));
    assertThat(sample.quantile(0)).isEqualTo(1);
    assertThat(sample.quantile(0.25)).isEqualTo(1.75);
    assertThat(sample.median()).isEqualTo(3.5);
    assertThat(sample.quantile(0.75)).isEqualTo(5.25);
    assertThat(sample.quantile(0.99)).isCloseTo(8.79, within(1e-9));
    assertThat(sample.quantile(1)).isEqualTo(9);
    assertThat(sample.mean()).isEqualTo(3.875);
  }

  @Property
  void quantilesGrowWithTheirShare(
      @ForAll @Size(min = 1, max = 30) List<@DoubleRange(min = -9, max = 9) Double> values,
      @ForAll @DoubleRange(min = 0, max = 1) double one,
      @ForAll @DoubleRange(min = 0, max = 1) double other) {
    Sample sample = new Sample(values);
    assertThat(sample.quantile(Math.min(one, other)))
        .isLessThanOrEqualTo(sample.quantile(Math.max(one, other)) + 1e-12);
  }

  @Test
  void aSampleOfNothingIsZeroAndAShareThatIsNoneIsRefused() {
    assertThat(new Sample(List.of()).median()).isZero();
    assertThat(new Sample(List.of()).mean()).isZero();
    assertThatThrownBy(() -> new Sample(List.of(1.0)).quantile(1.5))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
