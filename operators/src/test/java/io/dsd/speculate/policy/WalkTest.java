package io.dsd.speculate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.round.Block;
import io.dsd.message.round.Parent;
import io.dsd.message.round.SliceTimes;
import io.dsd.message.round.Tree;
import io.dsd.message.round.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class WalkTest {

  private static final SequenceId SEQUENCE = new SequenceId("prompts", 0, 1);

  @Test
  void tellsRanksAlongTheAcceptedPathAndTheMissAtItsEnd() {
    // two committed tokens; on the second one nodes 2, 3, 4; on node 3 nodes 5, 6
    Block block = block(Parent.committed(), 2, -1, 0, 1, 1, 1, 3, 3);

    assertThat(Walk.of(block, verdict(3, 6), 0))
        .isEqualTo(new Walk(0, Ints.of(3, 2), Ints.of(2, 2)));
    assertThat(Walk.of(block, verdict(3), 0)).isEqualTo(new Walk(0, Ints.of(3, 2), Ints.of(2, 0)));
    assertThat(Walk.of(block, verdict(), 0)).isEqualTo(new Walk(0, Ints.of(3), Ints.of(0)));
  }

  @Test
  void endsWhereNothingWasDrafted() {
    Block block = block(Parent.committed(), 1, -1, 0, 1);

    assertThat(Walk.of(block, verdict(1, 2), 0))
        .isEqualTo(new Walk(0, Ints.of(1, 1), Ints.of(1, 1)));
    assertThat(Walk.of(block(Parent.committed(), 1, -1), verdict(), 0))
        .isEqualTo(new Walk(0, Ints.empty(), Ints.empty()));
  }

  @Test
  void leavesOutTheGuessThatABlockAheadHangsOn() {
    Block block = block(new Parent.Node(0, 3), 0, -1, 0, 0);

    assertThat(Walk.of(block, verdict(0, 2), 5)).isEqualTo(new Walk(5, Ints.of(2), Ints.of(2)));
  }

  @Test
  void aGuessIsOneStepAtItsDepth() {
    assertThat(Walk.guess(4, true)).isEqualTo(new Walk(4, Ints.of(1), Ints.of(1)));
    assertThat(Walk.guess(4, false)).isEqualTo(new Walk(4, Ints.of(1), Ints.of(0)));
  }

  @Test
  void onlyTheLastStepCanMiss() {
    assertThatThrownBy(() -> new Walk(0, Ints.of(1, 1), Ints.of(0, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("took choice 0");
    assertThatThrownBy(() -> new Walk(0, Ints.of(1), Ints.of(2)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Block block(Parent parent, int committed, int... parents) {
    return new Block(
        SEQUENCE,
        0,
        1,
        parent,
        0,
        committed,
        true,
        Ints.range(10, 10 + parents.length),
        new Tree(Ints.of(parents)),
        Sampling.greedy(),
        List.of());
  }

  private static Verdict verdict(int... accepted) {
    return new Verdict(SEQUENCE, 0, 1, Ints.of(accepted), 7, SliceTimes.ZERO);
  }
}
