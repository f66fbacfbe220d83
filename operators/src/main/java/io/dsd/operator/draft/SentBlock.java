package io.dsd.operator.draft;

import io.dsd.message.round.Block;
import io.dsd.speculate.BlockShape;
import io.dsd.speculate.NoDrafter;
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

  /** Who drafted it. */
  String drafter() {
    return drafted().isNothing() ? NoDrafter.NAME : asked;
  }
}
