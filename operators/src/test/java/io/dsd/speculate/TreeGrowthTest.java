package io.dsd.speculate;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.message.Floats;
import io.dsd.message.Ints;
import io.dsd.speculate.sampling.Candidates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TreeGrowthTest {

  /** A made-up model: what may follow tokens, always the same for the same ones. */
  private static Candidates after(Ints tokens, int count, long seed) {
    Random random = new Random(seed * 31 + tokens.hashCode());
    int size = random.nextInt(8) == 0 ? 0 : Math.min(count, 1 + random.nextInt(6));
    int[] children = random.ints(0, 50).distinct().limit(size).toArray();
    float[] shares = new float[size];
    float left = 1;
    for (int at = 0; at < size; at++) {
      shares[at] = left * (0.5f + random.nextFloat() / 2);
      left -= shares[at];
    }
    Arrays.sort(shares);
    float[] falling = new float[size];
    for (int at = 0; at < size; at++) {
      falling[at] = shares[size - 1 - at];
    }
    return new Candidates(Ints.of(children), Floats.of(falling));
  }

  private static Proposal grow(BlockShape shape, long seed) {
    TreeGrowth growth = new TreeGrowth(shape);
    while (!growth.level().isEmpty()) {
      List<Candidates> children = new ArrayList<>();
      for (int node : growth.level()) {
        Ints path = Ints.empty();
        for (int step = node; step >= 0; step = growth.parent(step)) {
          path = Ints.of(growth.token(step)).append(path);
        }
        children.add(after(path, growth.breadth(), seed));
      }
      growth.grow(children);
    }
    return growth.proposal();
  }

  @Property(tries = 1000)
  void aTreeKeepsItsBudgetAndHasNoTwinsAndHoldsTheChainOfItsDepth(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 8) int depth,
      @ForAll @IntRange(max = 60) int more) {
    Proposal tree = grow(new BlockShape(depth, depth + more), seed);
    assertThat(tree.size()).isLessThanOrEqualTo(depth + more);
    assertThat(tree.depth()).isLessThanOrEqualTo(depth);
    Set<Ints> siblings = new HashSet<>();
    for (int node = 0; node < tree.size(); node++) {
      assertThat(siblings.add(Ints.of(tree.parents().get(node), tree.tokens().get(node)))).isTrue();
    }
    Proposal chain = grow(BlockShape.chain(depth), seed);
    assertThat(chain)
        .isEqualTo(
            new Proposal(chain.tokens(), Ints.range(-1, chain.size() - 1), chain.confidence()));
    int node = -1;
    for (int token : chain.tokens().toArray()) {
      node = tree.child(node, token).orElseThrow();
    }
  }

  @Test
  void nodesGoWhereTheChanceIsLargest() {
    TreeGrowth growth = new TreeGrowth(new BlockShape(2, 4));
    assertThat(growth.breadth()).isEqualTo(4);
    growth.grow(List.of(new Candidates(Ints.of(5, 6), Floats.of(0.5f, 0.4f))));
    assertThat(growth.level()).containsExactly(0, 1);
    growth.grow(
        List.of(
            new Candidates(Ints.of(7, 8), Floats.of(0.3f, 0.2f)),
            new Candidates(Ints.of(7, 9), Floats.of(0.9f, 0.1f))));
    assertThat(growth.level()).isEmpty();
    assertThat(growth.proposal())
        .isEqualTo(
            new Proposal(
                Ints.of(5, 6, 7, 7), Ints.of(-1, -1, 0, 1), Floats.of(0.5f, 0.4f, 0.3f, 0.9f)));
  }

  @Test
  void aLevelIsBroaderThanWhatIsKeptOfItUnlessItIsAChain() {
    assertThat(new TreeGrowth(BlockShape.chain(7)).breadth()).isEqualTo(1);
    assertThat(new TreeGrowth(new BlockShape(7, 8)).breadth()).isEqualTo(4);
    assertThat(new TreeGrowth(new BlockShape(7, 32)).breadth()).isEqualTo(10);
    assertThat(new TreeGrowth(new BlockShape(4, 64)).breadth()).isEqualTo(16);
  }

  @Test
  void nothingIsGrownWhereNothingIsWanted() {
    assertThat(new TreeGrowth(BlockShape.NOTHING).level()).isEmpty();
    assertThat(new TreeGrowth(BlockShape.NOTHING).proposal()).isEqualTo(Proposal.nothing());
  }

  @Test
  void whoStopsKeepsWhatHasGrown() {
    TreeGrowth growth = new TreeGrowth(BlockShape.chain(3));
    growth.grow(List.of(new Candidates(Ints.of(5), Floats.of(0.5f))));
    growth.stop();
    assertThat(growth.level()).isEmpty();
    assertThat(growth.proposal().tokens()).isEqualTo(Ints.of(5));
  }
}
