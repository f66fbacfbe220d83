package io.dsd.speculate.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class GumbelNoiseTest {

  private static final int SAMPLES = 200_000;
  private static final int GRID = 16;

  @Test
  void itsValuesAreFixedForAllTime() {
    double[] noise = {
      GumbelNoise.at(0, 0).of(0),
      GumbelNoise.at(0, 0).of(1),
      GumbelNoise.at(0, 1).of(0),
      GumbelNoise.at(1, 0).of(0),
      GumbelNoise.at(-42, 131_071).of(49_151),
      GumbelNoise.at(Long.MIN_VALUE, Integer.MAX_VALUE).of(Integer.MAX_VALUE),
    };
    assertThat(noise)
        .containsExactly(
            1.9016413323829038,
            -1.265252013465455,
            1.5938371952247972,
            -0.16769606517123758,
            0.45420238045503347,
            -0.6781509922002029);
  }

  @Test
  void itHasTheMeanAndTheVarianceOfAGumbelVariable() {
    double[] sample = IntStream.range(0, SAMPLES).mapToDouble(GumbelNoise.at(7, 11)::of).toArray();
    double mean = Arrays.stream(sample).average().orElseThrow();
    double variance = Arrays.stream(sample).map(x -> (x - mean) * (x - mean)).sum() / (SAMPLES - 1);
    // six standard errors: the variance is pi^2/6, the excess kurtosis 12/5
    double expected = Math.PI * Math.PI / 6;
    assertThat(mean).isCloseTo(0.5772156649015329, within(6 * Math.sqrt(expected / SAMPLES)));
    assertThat(variance).isCloseTo(expected, within(6 * expected * Math.sqrt(4.4 / SAMPLES)));
  }

  @Test
  void itIsAGumbelVariableOverTokensOverPositionsAndOverSeeds() {
    assertThat(distance(token -> GumbelNoise.at(3, 5).of(token))).isLessThan(2.9);
    assertThat(distance(position -> GumbelNoise.at(3, position).of(5))).isLessThan(2.9);
    assertThat(distance(seed -> GumbelNoise.at(seed, 3).of(5))).isLessThan(2.9);
  }

  /** Kolmogorov and Smirnov: beyond 2.9 by chance once in 1e7. */
  private static double distance(IntToDoubleFunction noise) {
    return Statistics.kolmogorovSmirnov(
        IntStream.range(0, SAMPLES).mapToDouble(i -> uniform(noise.applyAsDouble(i))).toArray());
  }

  private static double uniform(double noise) {
    return Math.exp(-Math.exp(-noise));
  }

  @Test
  void neighboursAreIndependent() {
    assertIndependent(i -> GumbelNoise.at(9, 4).of(i), i -> GumbelNoise.at(9, 4).of(i + 1));
    assertIndependent(i -> GumbelNoise.at(9, i).of(4), i -> GumbelNoise.at(9, i + 1).of(4));
    assertIndependent(i -> GumbelNoise.at(i, 9).of(4), i -> GumbelNoise.at(i + 1, 9).of(4));
    assertIndependent(i -> GumbelNoise.at(9, i).of(4), i -> GumbelNoise.at(9, 4).of(i));
    assertIndependent(i -> GumbelNoise.at(i, 9).of(4), i -> GumbelNoise.at(9, i).of(4));
    assertIndependent(i -> GumbelNoise.at(9, i).of(i), i -> GumbelNoise.at(9, i + 1).of(i - 1));
    assertIndependent(i -> GumbelNoise.at(i, i).of(4), i -> GumbelNoise.at(i + 1, i - 1).of(4));
    assertIndependent(
        i -> GumbelNoise.at((long) i << 32, 9).of(4), i -> GumbelNoise.at((long) i << 33, 9).of(4));
  }

  /** Chi-square over the grid of both values' quantiles. */
  private static void assertIndependent(IntToDoubleFunction one, IntToDoubleFunction other) {
    long[] hits = new long[GRID * GRID];
    for (int index = 10; index < SAMPLES + 10; index++) {
      int row = (int) (GRID * uniform(one.applyAsDouble(index)));
      int column = (int) (GRID * uniform(other.applyAsDouble(index)));
      hits[Math.min(row, GRID - 1) * GRID + Math.min(column, GRID - 1)]++;
    }
    double[] even = new double[hits.length];
    Arrays.fill(even, 1.0 / even.length);
    assertThat(Statistics.chiSquareOverLimit(hits, even)).isLessThan(1);
  }

  @Property
  void theBoundIsNeverExceeded(@ForAll long bits) {
    assertBounded(bits);
    assertBounded(bits >>> (bits & 63));
  }

  @Test
  void theBoundHoldsAndTheNoiseIsFiniteAtTheExtremes() {
    for (int zeros = 0; zeros < 64; zeros++) {
      assertBounded(-1L >>> zeros);
      assertBounded(1L << zeros);
    }
    assertBounded(0);
  }

  private static void assertBounded(long bits) {
    assertThat(GumbelNoise.noise(bits))
        .isFinite()
        .isLessThanOrEqualTo(GumbelNoise.upperBound(bits))
        .isLessThanOrEqualTo(GumbelNoise.HIGHEST);
  }
}
