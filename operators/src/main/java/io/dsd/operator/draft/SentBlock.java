package io.dsd.operator.draft;

import io.dsd.message.Ints;
import io.dsd.message.round.Block;
import io.dsd.message.round.Parent;
import io.dsd.message.round.Verdict;
import io.dsd.speculate.BlockShape;
import io.dsd.speculate.NoDrafter;
import io.dsd.speculate.RoundReport.Guess;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A block whose verdict is out.
 *
 * @param block the block
 * @param before how many guessed tokens its drafter went on from
 * @param route whose turn it was
 * @param asked the name of the drafter whose turn it was
 * @param nanos when it left
 */
record SentBlock(Block block, int before, int route, String asked, long nanos) {

  /** How much is drafted in it. */
  BlockShape drafted() {
    int known = block.firstVerified();
    int deepest = IntStream.of(block.tree().depths()).max().orElseThrow();
    return new BlockShape(deepest - known, block.size() - known - 1);
  }

  /**
   * What a verdict tells about the guess of its bonus token that the block after it hangs on; empty
   * if the verdict ends elsewhere.
   */
  Optional<Guess> guess(SentBlock next, Verdict verdict) {
    Ints accepted = verdict.accepted();
    int end = accepted.isEmpty() ? block.committed() - 1 : accepted.last();
    return next.block().parent().equals(new Parent.Node(block.round(), end))
        ? Optional.of(
            new Guess(next.before() - 1, next.block().tokens().get(0) == verdict.nextToken()))
        : Optional.empty();
  }

  /** Who drafted it. */
  String drafter() {
    return drafted().isNothing() ? NoDrafter.NAME : asked;
  }
}
