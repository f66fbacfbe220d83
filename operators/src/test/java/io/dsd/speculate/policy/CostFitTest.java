package io.dsd.speculate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CostFitTest {

  @Test
  void recoversWhatTripsAreMadeOf() {
    CostFit fit = new CostFit(4);
    Random random = new Random(1);
    for (int i = 0; i < 400; i++) {
      int tokens = 1 + random.nextInt(20);
      double compute = (40 + 0.5 * tokens) * (0.95 + 0.1 * random.nextDouble());
      double queue = 30 * random.nextDouble();
      fit.observe(new Trip(100 + compute + queue, compute, queue, tokens));
      fit.observeDraft(5, 15);
    }

    Costs costs = fit.costs();
    assertThat(costs.links()).isCloseTo(100, within(0.5));
    assertThat(costs.launch()).isCloseTo(40, within(1.0));
    assertThat(costs.token()).isCloseTo(0.5, within(0.08));
    assertThat(costs.draft()).isCloseTo(3, within(1e-6));
    assertThat(costs.slices()).isEqualTo(4);
  }

  @Test
  void tripsOfOneSizeTellNothingOfTheCostOfATokenBeyond() {
    CostFit fit = new CostFit(2);
    for (int i = 0; i < 50; i++) {
      fit.observe(new Trip(60, 40, 0, 1));
    }

    assertThat(fit.costs().links()).isCloseTo(20, within(1e-9));
    assertThat(fit.costs().launch()).isCloseTo(40, within(1e-9));
    assertThat(fit.costs().token()).isCloseTo(0, within(1e-9));
  }

  @Test
  void followsASlowerMachine() {
    CostFit fit = new CostFit(2);
    for (int i = 0; i < 3000; i++) {
      double launch = i < 2000 ? 20 : 50;
      int tokens = 1 + i % 8;
      fit.observe(new Trip(launch + tokens + 10, launch + tokens, 0, tokens));
    }

    assertThat(fit.costs().launch()).isCloseTo(50, within(2.0));
    assertThat(fit.costs().token()).isCloseTo(1, within(0.1));
  }

  @Property
  void noCostIsEverNegative(
      @ForAll @IntRange(min = 1, max = 60) int trips,
      @ForAll long seed,
      @ForAll @DoubleRange(min = 0, max = 100) double most) {
    CostFit fit = new CostFit(3);
    Random random = new Random(seed);
    for (int i = 0; i < trips; i++) {
      double total = most * random.nextDouble();
      fit.observe(new Trip(total, most * random.nextDouble(), 0, 1 + random.nextInt(64)));
    }

    Costs costs = fit.costs();
    assertThat(costs.links()).isNotNegative();
    assertThat(costs.launch()).isNotNegative();
    assertThat(costs.token()).isNotNegative();
  }
}
