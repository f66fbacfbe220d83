package io.dsd.speculate.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dsd.speculate.router.Router.Routers;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RouterTest {

  /**
   * A made-up drafter.
   *
   * @param chance that a drafted token is accepted
   * @param length how many it drafts
   * @param millis how long its rounds take on average
   */
  private record Drafter(double chance, int length, double millis) {

    private static final Drafter NONE = new Drafter(0, 0, 100);

    int tokens(Random random) {
      int tokens = 1;
      while (tokens <= length && random.nextDouble() < chance) {
        tokens++;
      }
      return tokens;
    }

    double rate() {
      double tokens = 1;
      double alive = 1;
      for (int depth = 1; depth <= length; depth++) {
        alive *= chance;
        tokens += alive;
      }
      return tokens / millis;
    }
  }

  /** What is yielded of what the best drafter alone would, over so many rounds. */
  private static double share(Router router, List<Drafter> drafters, Random random, int rounds) {
    double tokens = 0;
    double millis = 0;
    for (int round = 0; round < rounds; round++) {
      int route = router.choose();
      Drafter drafter = drafters.get(route);
      int committed = drafter.tokens(random);
      double took = drafter.millis() * (0.8 + 0.4 * random.nextDouble());
      router.observe(route, committed, took);
      tokens += committed;
      millis += took;
    }
    double best = drafters.stream().mapToDouble(Drafter::rate).max().orElseThrow();
    return tokens / millis / best;
  }

  @Property(tries = 300)
  void itComesCloseToTheBestDrafterWhicheverThatIs(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 9) int one,
      @ForAll @IntRange(max = 9) int other) {
    Random random = new Random(seed);
    List<Drafter> drafters =
        List.of(new Drafter(one / 10.0, 7, 120), new Drafter(other / 10.0, 7, 105), Drafter.NONE);
    assertThat(share(new Routers(3).open(), drafters, random, 3000)).isGreaterThan(0.85);
  }

  @Test
  void onAverageItMissesNoMoreThanThreeHundredthsOfTheBestDraftersYield() {
    double sum = 0;
    for (int pair = 0; pair < 100; pair++) {
      int tens = pair / 10;
      List<Drafter> drafters =
          List.of(
              new Drafter(tens / 10.0, 7, 120),
              new Drafter(pair % 10 / 10.0, 7, 105),
              Drafter.NONE);
      sum += share(new Routers(3).open(), drafters, new Random(pair), 3000);
    }
    assertThat(sum / 100).isGreaterThan(0.97);
  }

  @Test
  void whatDoesNotPayStepsAside() {
    List<Drafter> drafters = List.of(new Drafter(0.05, 7, 150), Drafter.NONE);
    Router router = new Routers(2).open();
    share(router, drafters, new Random(1), 200);
    int drafted = 0;
    for (int round = 0; round < 1000; round++) {
      int route = router.choose();
      drafted += route == 0 ? 1 : 0;
      router.observe(route, 1, route == 0 ? 150 : 100);
    }
    assertThat(drafted).isBetween(4, 30);
  }

  @Test
  void itChangesItsMindWhenTheTextDoes() {
    Router router = new Routers(2).open();
    Random random = new Random(7);
    share(router, List.of(new Drafter(0.9, 7, 120), new Drafter(0.4, 7, 100)), random, 300);
    List<Drafter> swapped = List.of(new Drafter(0.1, 7, 120), new Drafter(0.8, 7, 100));
    share(router, swapped, random, 60);
    assertThat(share(router, swapped, random, 300)).isGreaterThan(0.9);
  }

  @Test
  void aSequenceThatBeginsTakesWhatWasBestForTheOthers() {
    Routers routers = new Routers(2);
    share(
        routers.open(),
        List.of(new Drafter(0.1, 7, 120), new Drafter(0.9, 7, 120)),
        new Random(3),
        100);
    assertThat(routers.open().choose()).isEqualTo(1);
  }

  @Test
  void aShortSequenceAfterOthersSpendsLittleOnTrying() {
    List<Drafter> drafters =
        List.of(new Drafter(0.7, 7, 200), new Drafter(0.35, 7, 160), new Drafter(0, 0, 135));
    double sum = 0;
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      Routers routers = new Routers(3);
      share(routers.open(), drafters, random, 90);
      for (int sequence = 0; sequence < 20; sequence++) {
        sum += share(routers.open(), drafters, random, 45) / 20;
      }
    }
    assertThat(sum / 50).isGreaterThan(0.95);
  }

  /** As it is after a start: classes are loaded and compiled, and the drafter has more of them. */
  @Test
  void aDrafterThatIsSlowAtFirstIsInUseSoonAfter() {
    Drafter drafter = new Drafter(0.6, 7, 160);
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      Routers routers = new Routers(2);
      List<Drafter> cold = List.of(new Drafter(0.6, 7, 2000), new Drafter(0, 0, 400));
      Router first = routers.open();
      share(first, cold, random, 16);
      List<Drafter> young = List.of(new Drafter(0.6, 7, 300), new Drafter(0, 0, 180));
      share(first, young, random, 60);
      double share = share(routers.open(), List.of(drafter, new Drafter(0, 0, 130)), random, 60);
      assertThat(share).as("seed %d", seed).isGreaterThan(0.8);
    }
  }

  @Test
  void aLoneRouteIsTaken() {
    Router router = new Routers(1).open();
    router.observe(router.choose(), 1, 10);
    assertThat(router.choose()).isZero();
    assertThatThrownBy(() -> new Routers(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
