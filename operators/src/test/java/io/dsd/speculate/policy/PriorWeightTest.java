package io.dsd.speculate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PriorWeightTest {

  private final Random random = new Random(1);

  /** Trials of sequences whose chances are given, taking turns; all together have their mean. */
  private double after(List<Double> chances, int trials) {
    PriorWeight weight = new PriorWeight();
    double mean = chances.stream().mapToDouble(each -> each).average().orElseThrow();
    int[] accepted = new int[chances.size()];
    for (int trial = 0; trial < trials; trial++) {
      for (int each = 0; each < accepted.length; each++) {
        boolean right = random.nextDouble() < chances.get(each);
        weight.observe(accepted[each], trial, mean, right);
        accepted[each] += right ? 1 : 0;
      }
    }
    return weight.best();
  }

  @Test
  void sequencesThatAreAlikeAreTakenForWhatAllOfThemTell() {
    assertThat(after(List.of(0.7, 0.7, 0.7, 0.7), 200)).isGreaterThanOrEqualTo(192);
  }

  @Test
  void sequencesThatDifferAreTakenForWhatTheyTellThemselves() {
    assertThat(after(List.of(0.9, 0.3, 0.6, 0.2), 200)).isEqualTo(12);
  }

  @Test
  void beforeAnythingIsToldItIsInBetween() {
    assertThat(new PriorWeight().best()).isEqualTo(48);
  }
}
