package io.dsd.operator.draft;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.round.Block;
import io.dsd.message.round.SliceTimes;
import io.dsd.message.round.Verdict;
import io.dsd.speculate.Proposal;
import io.dsd.speculate.RoundReport.Guess;
import io.dsd.speculate.round.SequenceRounds;
import org.junit.jupiter.api.Test;

class SentBlockTest {

  private static final SequenceId SEQUENCE = new SequenceId("prompts", 0, 1);
  private static final int GUESS = 9;

  private final SequenceRounds rounds =
      SequenceRounds.start(SEQUENCE, 1, Sampling.greedy(), 8, Ints.of(1, 2));
  private final SentBlock first = sent(rounds.issue(Proposal.chain(Ints.of(5, 6))).get(0), 0);

  /** Hangs on the second drafted token, which is node 3, and was drafted before any verdict. */
  private final SentBlock next = sent(rounds.issueAhead(3, GUESS, Proposal.chain(Ints.of(10))), 3);

  private static SentBlock sent(Block block, int before) {
    return new SentBlock(block, before, 0, "model", 0);
  }

  private static Verdict verdict(Ints accepted, int bonus) {
    return new Verdict(SEQUENCE, 1, 0, accepted, bonus, SliceTimes.ZERO);
  }

  @Test
  void aVerdictThatEndsWhereTheNextBlockHangsTellsWhetherItsGuessWasRight() {
    assertThat(first.guess(next, verdict(Ints.of(2, 3), GUESS))).contains(new Guess(2, true));
    assertThat(first.guess(next, verdict(Ints.of(2, 3), 11))).contains(new Guess(2, false));
  }

  @Test
  void oneThatEndsElsewhereTellsNothingOfIt() {
    assertThat(first.guess(next, verdict(Ints.of(2), GUESS))).isEmpty();
    assertThat(first.guess(next, verdict(Ints.empty(), GUESS))).isEmpty();
  }
}
