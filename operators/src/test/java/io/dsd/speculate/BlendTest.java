package io.dsd.speculate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dsd.message.Floats;
import io.dsd.message.Ints;
import io.dsd.message.round.TopTokens;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BlendTest {

  private static final BlockShape WIDE = new BlockShape(8, 256);

  /** Up to so many nodes over few tokens; siblings differ and share a confidence of 1. */
  private static Proposal forest(Random random, int most) {
    int size = random.nextInt(most + 1);
    List<Integer> tokens = new ArrayList<>();
    List<Integer> parents = new ArrayList<>();
    List<Float> confidence = new ArrayList<>();
    Map<Integer, Float> left = new HashMap<>();
    for (int tries = 0; tries < 3 * size && tokens.size() < size; tries++) {
      int parent = random.nextInt(tokens.size() + 1) - 1;
      int token = random.nextInt(6);
      boolean twin =
          IntStream.range(0, tokens.size())
              .anyMatch(node -> parents.get(node) == parent && tokens.get(node) == token);
      if (!twin) {
        float share = left.getOrDefault(parent, 1f) * random.nextFloat();
        left.merge(parent, 1 - share, (before, now) -> before - share);
        tokens.add(token);
        parents.add(parent);
        confidence.add(share);
      }
    }
    float[] shares = new float[confidence.size()];
    for (int node = 0; node < shares.length; node++) {
      shares[node] = confidence.get(node);
    }
    return new Proposal(ints(tokens), ints(parents), Floats.of(shares));
  }

  private static Ints ints(List<Integer> numbers) {
    return Ints.of(numbers.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Each way from the root, and its confidence at the end. */
  private static Map<Ints, Float> ways(Proposal proposal) {
    Map<Ints, Float> ways = new HashMap<>();
    for (int node = 0; node < proposal.size(); node++) {
      assertThat(ways.put(proposal.tokensTo(node), proposal.confidence().get(node))).isNull();
    }
    return ways;
  }

  private static Ints above(Ints way) {
    return way.slice(0, way.size() - 1);
  }

  /** The specification: over ways, not nodes. */
  private static Map<Ints, Double> mixture(Proposal drafted, Proposal found) {
    Map<Ints, Float> own = ways(drafted);
    Map<Ints, Float> looked = ways(found);
    Set<Ints> places = looked.keySet().stream().map(BlendTest::above).collect(Collectors.toSet());
    Map<Ints, Double> mixture = new HashMap<>();
    own.forEach(
        (way, share) ->
            mixture.put(way, share * (places.contains(above(way)) ? 1.0 - Blend.TRUST : 1.0)));
    looked.forEach((way, share) -> mixture.merge(way, (double) Blend.TRUST * share, Double::sum));
    return mixture;
  }

  @Property(tries = 1000)
  void aTreeHoldsTheLikeliestWaysOfTheMixture(
      @ForAll long seed, @ForAll @IntRange(min = 9, max = 40) int most) {
    Random random = new Random(seed);
    Proposal drafted = forest(random, 40);
    Proposal found = forest(random, 20);
    Proposal blend = Blend.of(drafted, found, new BlockShape(8, most));
    if (found.size() == 0) {
      assertThat(blend).isEqualTo(drafted);
      return;
    }
    Map<Ints, Double> mixture = mixture(drafted, found);
    Map<Ints, Float> ways = ways(blend);
    assertThat(ways).hasSize(Math.min(most, mixture.size()));
    ways.forEach(
        (way, share) -> assertThat((double) share).isCloseTo(mixture.get(way), within(1e-5)));
    double leastKept =
        ways.keySet().stream().mapToDouble(way -> chance(mixture, way)).min().orElseThrow();
    assertThat(mixture.keySet())
        .filteredOn(way -> !ways.containsKey(way))
        .allSatisfy(way -> assertThat(chance(mixture, way)).isLessThanOrEqualTo(leastKept + 1e-6));
  }

  private static double chance(Map<Ints, Double> mixture, Ints way) {
    return IntStream.rangeClosed(1, way.size())
        .mapToDouble(length -> mixture.get(way.slice(0, length)))
        .reduce(1, (one, other) -> one * other);
  }

  @Property(tries = 300)
  void siblingsComeBestFirst(@ForAll long seed) {
    Random random = new Random(seed);
    Proposal found = Proposal.chain(Ints.of(1, 2));
    Proposal blend = Blend.of(forest(random, 30), found, WIDE);
    for (int parent = -1; parent < blend.size(); parent++) {
      int place = parent;
      assertThat(
              IntStream.range(0, blend.size())
                  .filter(node -> blend.parents().get(node) == place)
                  .mapToObj(node -> blend.confidence().get(node)))
          .isSortedAccordingTo(Comparator.reverseOrder());
    }
  }

  @Test
  void whereTheLookupFindsNothingTheDrafterIsTaken() {
    Proposal drafted = Proposal.chain(Ints.of(1, 2, 3));
    assertThat(Blend.of(drafted, Proposal.nothing(), WIDE)).isEqualTo(drafted);
    assertThat(Blend.of(drafted, Proposal.nothing(), BlockShape.chain(3))).isEqualTo(drafted);
  }

  @Test
  void whereTheDrafterIsSilentTheLookupIsTaken() {
    Proposal found = Proposal.chain(Ints.of(4, 5));
    assertThat(Blend.of(Proposal.nothing(), found, WIDE).tokens()).isEqualTo(found.tokens());
    assertThat(Blend.of(Proposal.nothing(), found, BlockShape.chain(2))).isEqualTo(found);
  }

  @Test
  void aChainIsThatWhichPromisesMoreTokens() {
    Proposal found = Proposal.chain(Ints.of(4, 5, 6));
    // of what is found 0.7 + 0.49 + 0.343 are expected
    Proposal sure = chain(0.9f, 0.6f, 0.4f);
    Proposal unsure = chain(0.9f, 0.6f, 0.1f);
    assertThat(Blend.of(sure, found, BlockShape.chain(3))).isEqualTo(sure);
    assertThat(Blend.of(unsure, found, BlockShape.chain(3))).isEqualTo(found);
  }

  private static Proposal chain(float... confidence) {
    return new Proposal(Ints.of(1, 2, 3), Ints.range(-1, 2), Floats.of(confidence));
  }

  @Test
  void opinionsStayWithTheDraftersNodesThatHaveChildren() {
    TopTokens first = new TopTokens(Ints.of(1), Floats.of(1));
    TopTokens second = new TopTokens(Ints.of(2), Floats.of(1));
    Proposal drafted =
        new Proposal(
            Ints.of(1, 2),
            Ints.of(-1, 0),
            Floats.of(0.9f, 0.8f),
            List.of(first, second, TopTokens.none()));
    Proposal found = Proposal.chain(Ints.of(1, 7, 8));

    Proposal all = Blend.of(drafted, found, WIDE);
    assertThat(all.tokens()).isEqualTo(Ints.of(1, 7, 8, 2));
    assertThat(all.parents()).isEqualTo(Ints.of(-1, 0, 1, 0));
    assertThat(all.opinions())
        .containsExactly(first, second, TopTokens.none(), TopTokens.none(), TopTokens.none());

    Proposal one = Blend.of(drafted, found, new BlockShape(1, 2));
    assertThat(one.tokens()).isEqualTo(Ints.of(1, 7));
    assertThat(one.opinions()).containsExactly(first, second, TopTokens.none());
  }
}
