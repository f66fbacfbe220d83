package io.dsd.speculate;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.message.Bytes;
import io.dsd.message.Floats;
import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.round.HiddenStates;
import io.dsd.message.round.RowType;
import io.dsd.message.round.Taps;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlendedDrafterTest {

  private static final SequenceId SEQUENCE = new SequenceId("prompts", 0, 1);

  private final Guessing guessing = new Guessing();
  private final BlendedDrafter drafter = new BlendedDrafter(guessing, new NgramDrafter());

  /** Always guesses 100 and then 101 or 102, and says what it was told. */
  private static final class Guessing implements Drafter {

    private final List<String> told = new ArrayList<>();

    @Override
    public String name() {
      return "guessing";
    }

    @Override
    public void learn(Taps taps) {
      told.add("learn");
    }

    @Override
    public List<Proposal> propose(List<DraftTask> tasks) {
      return tasks.stream()
          .map(
              task ->
                  new Proposal(
                      Ints.of(100, 101, 102), Ints.of(-1, 0, 0), Floats.of(0.9f, 0.6f, 0.4f)))
          .toList();
    }

    @Override
    public void release(SequenceId sequence) {
      told.add("release " + sequence);
    }

    @Override
    public void close() {
      told.add("close");
    }
  }

  private Proposal propose(BlockShape shape, int... prefix) {
    Ints tokens = Ints.of(prefix);
    return drafter
        .propose(List.of(new DraftTask(SEQUENCE, tokens, tokens.size(), Sampling.greedy(), shape)))
        .get(0);
  }

  @Test
  void aTreeHoldsWhatTheDrafterGuessesAndWhatFollowedTheLastTokensBefore() {
    Proposal proposal = propose(new BlockShape(3, 16), 5, 6, 7, 8, 9, 5, 6);
    assertThat(
            List.of(
                proposal.tokensTo(proposal.likeliestLeaf()),
                proposal.tokensTo(child(proposal, 100, 101)),
                proposal.tokensTo(child(proposal, 100, 102))))
        .containsExactly(Ints.of(7, 8, 9), Ints.of(100, 101), Ints.of(100, 102));
    assertThat(proposal.size()).isEqualTo(6);
  }

  private static int child(Proposal proposal, int first, int second) {
    return proposal.child(proposal.child(-1, first).orElseThrow(), second).orElseThrow();
  }

  @Test
  void aTextWithoutRepetitionsIsTheDraftersAlone() {
    assertThat(propose(new BlockShape(3, 16), 1, 2, 3, 4).tokens())
        .isEqualTo(Ints.of(100, 101, 102));
  }

  @Test
  void theDrafterHearsAllThatIsSaidToBoth() {
    HiddenStates rows = new HiddenStates(RowType.FP32, 1, 1, Bytes.of(new byte[4]));
    drafter.learn(new Taps(SEQUENCE, 1, 0, 0, 1, Ints.of(0), Ints.of(5), Ints.of(2), rows));
    drafter.release(SEQUENCE);
    drafter.close();
    assertThat(guessing.told).containsExactly("learn", "release " + SEQUENCE, "close");
    assertThat(drafter.name()).isEqualTo("guessing");
  }

  @Test
  void aReleasedSequenceIsLookedUpAnew() {
    propose(new BlockShape(3, 16), 5, 6, 7, 8, 9, 5, 6);
    drafter.release(SEQUENCE);
    assertThat(propose(new BlockShape(3, 16), 1, 5, 6).tokens()).isEqualTo(Ints.of(100, 101, 102));
  }
}
