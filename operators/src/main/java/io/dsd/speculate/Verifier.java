package io.dsd.speculate;

import io.dsd.message.Ints;
import io.dsd.message.round.Block;
import io.dsd.message.round.Leeway;
import io.dsd.message.round.SliceTimes;
import io.dsd.message.round.TopTokens;
import io.dsd.message.round.Verdict;
import io.dsd.speculate.relaxation.RelaxedRow;
import io.dsd.speculate.sampling.Logits;
import io.dsd.speculate.sampling.TokenPicker;

/**
 * Walks a block's tree with the target's own tokens: a drafted token is accepted exactly if it is
 * the token that the target picks there. The tokens are thus those of plain decoding, whatever was
 * drafted; the draft only decides how many of them one round yields. Only where a block brings the
 * drafter's {@link io.dsd.message.round.Opinions} does the verdict follow those, as far as they
 * allow.
 *
 * <p>Of the logits, only the rows on the walk are looked at. One thread at a time.
 */
public final class Verifier {

  private final TokenPicker picker = TokenPicker.forTarget();

  /**
   * The target's verdict on a block.
   *
   * @param block a block that wants a verdict
   * @param logits one row per node from {@link Block#firstVerified} on
   * @param times what the slices spent, passed on
   * @throws IllegalArgumentException if the block wants no verdict or the rows are not as many, or
   *     a logit on the walk is NaN
   */
  public Verdict verify(Block block, Logits logits, SliceTimes times) {
    int first = block.firstVerified();
    if (!block.verify()) {
      throw new IllegalArgumentException("round " + block.round() + " wants no verdict");
    }
    if (logits.rows() != block.size() - first) {
      throw new IllegalArgumentException(
          "%d rows of logits for the %d nodes from %d on"
              .formatted(logits.rows(), block.size() - first, first));
    }
    int[] accepted = new int[block.size()];
    int count = 0;
    int position = block.basePosition() + first;
    if (block.committed() == 0) {
      accepted[count++] = first;
    }
    int node = first;
    Leeway leeway = Leeway.NONE;
    while (true) {
      position++;
      Picked picked = pick(block, logits, node - first, position);
      int token = picked.token();
      leeway = leeway.plus(picked.leeway());
      int child = child(block, node, token);
      if (child < 0) {
        Ints path = Ints.of(accepted).slice(0, count);
        return new Verdict(
            block.sequence(), block.epoch(), block.round(), path, token, times, leeway);
      }
      accepted[count++] = child;
      node = child;
    }
  }

  private record Picked(int token, Leeway leeway) {}

  private Picked pick(Block block, Logits logits, int row, int position) {
    TopTokens opinion = block.opinions().map(all -> all.byNode().get(row)).orElse(TopTokens.none());
    if (opinion.isEmpty()) {
      return new Picked(logits.pick(picker, row, block.sampling(), position), Leeway.NONE);
    }
    RelaxedRow relaxed =
        RelaxedRow.of(logits.row(row), opinion, block.opinions().orElseThrow().relaxation());
    return new Picked(relaxed.pick(picker, block.sampling(), position), relaxed.leeway());
  }

  /** The first child of {@code parent} with that token, or -1. */
  private static int child(Block block, int parent, int token) {
    for (int node = parent + 1; node < block.size(); node++) {
      if (block.tree().parent(node) == parent && block.tokens().get(node) == token) {
        return node;
      }
    }
    return -1;
  }
}
