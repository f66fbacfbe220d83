package io.dsd.speculate;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.message.Floats;
import io.dsd.message.Ints;
import org.junit.jupiter.api.Test;

class ProposalTest {

  /**
   *
   *
   * <pre>
   *   5 ─┬─ 7 ── 9
   *      └─ 8
   *   6 ─── 7
   * </pre>
   */
  private static final Proposal TREE =
      new Proposal(
          Ints.of(5, 6, 7, 8, 7, 9),
          Ints.of(-1, -1, 0, 0, 1, 2),
          Floats.of(0.6f, 0.4f, 0.5f, 0.25f, 0.5f, 0.5f));

  @Test
  void theLikeliestLeafIsTheOneWhoseWayIsTheLikeliest() {
    // 5-7-9: 0.15, 5-8: 0.15, 6-7: 0.2
    assertThat(TREE.likeliestLeaf()).isEqualTo(4);
    assertThat(TREE.tokensTo(4)).isEqualTo(Ints.of(6, 7));
  }

  @Test
  void ofEqualLeavesTheDeepestCounts() {
    Proposal even = new Proposal(TREE.tokens(), TREE.parents());
    assertThat(even.likeliestLeaf()).isEqualTo(5);
    assertThat(even.path(5)).isEqualTo(Ints.of(0, 2, 5));
    assertThat(even.depth()).isEqualTo(3);
  }

  @Test
  void whatHangsOnANodeIsAProposalOfItsOwn() {
    assertThat(TREE.below(0))
        .isEqualTo(
            new Proposal(Ints.of(7, 8, 9), Ints.of(-1, -1, 0), Floats.of(0.5f, 0.25f, 0.5f)));
    assertThat(TREE.below(5)).isEqualTo(Proposal.nothing());
    assertThat(TREE.below(-1)).isEqualTo(TREE);
  }

  @Test
  void aChildIsFoundByItsToken() {
    assertThat(TREE.child(-1, 6)).hasValue(1);
    assertThat(TREE.child(0, 8)).hasValue(3);
    assertThat(TREE.child(1, 8)).isEmpty();
  }

  @Test
  void noProposalHasNoLeaf() {
    assertThat(Proposal.nothing().likeliestLeaf()).isEqualTo(-1);
    assertThat(Proposal.nothing().tokensTo(-1)).isEqualTo(Ints.empty());
    assertThat(Proposal.nothing().depth()).isZero();
  }
}
