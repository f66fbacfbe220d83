package io.dsd.speculate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dsd.message.Ints;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TreeOddsTest {

  @Property
  void parentsComeFirstAndNoNodeIsDeeperThanAllowed(
      @ForAll @DoubleRange(min = 0.3, max = 0.99) double chance,
      @ForAll @IntRange(min = 1, max = 10) int depth,
      @ForAll @IntRange(min = 1, max = 64) int nodes) {
    Ints parents = new TreeOdds(AcceptanceTable.constant(chance), 0, depth, nodes).parents(nodes);

    int[] depths = new int[parents.size()];
    for (int node = 0; node < parents.size(); node++) {
      assertThat(parents.get(node)).isBetween(-1, node - 1);
      depths[node] = 1 + (parents.get(node) < 0 ? 0 : depths[parents.get(node)]);
      assertThat(depths[node]).isLessThanOrEqualTo(depth);
    }
  }

  @Test
  void aSureDrafterIsFollowedInAChain() {
    TreeOdds odds = new TreeOdds(AcceptanceTable.constant(0.99), 0, 16, 16);

    assertThat(odds.parents(16)).isEqualTo(Ints.range(-1, 15));
    assertThat(odds.bestPath(16)).isEqualTo(16);
  }

  @Test
  void whatIsLostAtOnceIsBranchedOut() {
    AcceptanceTable lost = new AcceptanceTable(List.of(0.5, 0.0), List.of(0.4, 0.2));
    TreeOdds odds = new TreeOdds(lost, 0, 4, 3);

    assertThat(odds.parents(2)).isEqualTo(Ints.of(-1, -1));
    assertThat(odds.expectedTokens(2)).isCloseTo(1 + 0.5 + 0.5 * 0.4, within(1e-12));
    assertThat(odds.bestPath(2)).isEqualTo(1);
  }
}
