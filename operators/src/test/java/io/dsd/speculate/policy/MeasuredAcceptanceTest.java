package io.dsd.speculate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dsd.message.Ints;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MeasuredAcceptanceTest {

  private final Random random = new Random(4);

  @Test
  void countsByDepth() {
    MeasuredAcceptance measured = MeasuredAcceptance.ofAll();
    for (int i = 0; i < 2000; i++) {
      measured.observe(chain(0.9, 0.6, 0.3));
    }

    AcceptanceTable estimate = measured.estimate();
    assertThat(estimate.at(1)).isCloseTo(0.9, within(0.03));
    assertThat(estimate.at(2)).isCloseTo(0.6, within(0.04));
    assertThat(estimate.at(3)).isCloseTo(0.3, within(0.05));
  }

  @Test
  void aDepthThatWasNeverTriedIsLikeTheOneBefore() {
    MeasuredAcceptance measured = MeasuredAcceptance.ofAll();
    for (int i = 0; i < 500; i++) {
      measured.observe(chain(0.9, 0.4));
    }

    AcceptanceTable estimate = measured.estimate();
    assertThat(estimate.at(3)).isEqualTo(estimate.at(2));
    assertThat(estimate.at(40)).isEqualTo(estimate.at(2));
  }

  @Test
  void aSequenceThatHasToldNothingIsLikeAll() {
    MeasuredAcceptance all = MeasuredAcceptance.ofAll();
    MeasuredAcceptance one = all.ofOne();
    for (int i = 0; i < 500; i++) {
      one.observe(chain(0.3, 0.2));
    }

    for (int depth = 1; depth <= 10; depth++) {
      assertThat(all.ofOne().estimate().at(depth))
          .isCloseTo(all.estimate().at(depth), within(1e-9));
    }
    assertThat(all.estimate().at(1)).isCloseTo(0.3, within(0.06));
  }

  @Test
  void aSequenceThatIsNotLikeTheOthersIsFoundOut() {
    MeasuredAcceptance all = MeasuredAcceptance.ofAll();
    MeasuredAcceptance odd = all.ofOne();
    MeasuredAcceptance others = all.ofOne();
    for (int i = 0; i < 400; i++) {
      odd.observe(chain(0.2));
      for (int other = 0; other < 5; other++) {
        others.observe(chain(0.9, 0.9, 0.9));
      }
    }

    assertThat(odd.estimate().at(1)).isLessThan(0.4);
    // deeper it never came, but there it will be no better than others are, after a worse start
    assertThat(odd.estimate().at(2)).isLessThan(0.5);
    assertThat(others.estimate().at(1)).isGreaterThan(0.85);
  }

  @Test
  void newerVerdictsWeighMore() {
    MeasuredAcceptance one = MeasuredAcceptance.ofAll().ofOne();
    for (int i = 0; i < 2000; i++) {
      one.observe(chain(0.9));
    }
    for (int i = 0; i < 400; i++) {
      one.observe(chain(0.2));
    }

    assertThat(one.estimate().at(1)).isLessThan(0.5);
  }

  @Test
  void furtherChoicesAreCountedAmongTheFirstOnesMisses() {
    MeasuredAcceptance measured = MeasuredAcceptance.ofAll();
    for (int i = 0; i < 3000; i++) {
      double luck = random.nextDouble();
      int taken = luck < 0.5 ? 1 : luck < 0.5 + 0.5 * 0.6 ? 2 : 0;
      measured.observe(new Walk(0, Ints.of(2), Ints.of(taken)));
    }

    assertThat(measured.estimate().at(1)).isCloseTo(0.5, within(0.04));
    assertThat(measured.estimate().caught(2)).isCloseTo(0.6, within(0.05));
    assertThat(measured.estimate().chance(1, 2)).isCloseTo(0.3, within(0.04));
  }

  private Walk chain(double... chances) {
    int[] taken = new int[chances.length];
    int steps = 0;
    while (steps < chances.length) {
      boolean right = random.nextDouble() < chances[steps];
      taken[steps++] = right ? 1 : 0;
      if (!right) {
        break;
      }
    }
    int[] tried = new int[steps];
    Arrays.fill(tried, 1);
    return new Walk(0, Ints.of(tried), Ints.of(taken).slice(0, steps));
  }
}
