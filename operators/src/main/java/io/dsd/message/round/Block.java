package io.dsd.message.round;

import static java.util.Objects.requireNonNull;

import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import java.util.List;
import java.util.Optional;

/**
 * What the draft sends through the slices in one round: a tree of tokens, the first of which may be
 * committed already.
 *
 * @param sequence the sequence
 * @param epoch the draft's incarnation
 * @param round counts the blocks of a sequence within an epoch, from 0
 * @param parent what node 0 hangs on
 * @param basePosition the position of node 0, that is the KV length the block builds on; it is the
 *     rewind command: a slice cuts its committed rows down to it
 * @param committed how many leading nodes are committed tokens, in a chain: their rows are never
 *     taken back. At least 1 on the committed prefix; 0 on a node still in flight
 * @param verify whether a verdict is wanted; a chunk of a prefill in progress wants none
 * @param tokens the token id of each node
 * @param tree the shape
 * @param sampling how the target's tokens are picked
 * @param compactions verdicts that came since the last block, oldest first
 * @param opinions the drafter's, if a verdict may follow them
 */
public record Block(
    SequenceId sequence,
    long epoch,
    int round,
    Parent parent,
    int basePosition,
    int committed,
    boolean verify,
    Ints tokens,
    Tree tree,
    Sampling sampling,
    List<Compaction> compactions,
    Optional<Opinions> opinions)
    implements LoopMessage {

  /** Checks that shape, tokens and parent agree. */
  public Block {
    requireNonNull(sequence, "sequence");
    requireNonNull(sampling, "sampling");
    compactions = List.copyOf(compactions);
    if (tokens.size() != tree.size()) {
      throw new IllegalArgumentException(
          tokens.size() + " tokens for a tree of " + tree.size() + " nodes");
    }
    if (basePosition < 0) {
      throw new IllegalArgumentException("base position " + basePosition + " is negative");
    }
    boolean onPrefix = parent instanceof Parent.Committed;
    if (onPrefix ? committed < 1 : committed != 0) {
      throw new IllegalArgumentException(committed + " committed nodes on " + parent);
    }
    if (!tree.startsWithChain(committed)) {
      throw new IllegalArgumentException(
          "the first " + committed + " nodes are no chain: " + tree.parents());
    }
    int asked = tokens.size() - Math.max(0, committed - 1);
    int given = opinions.map(all -> all.byNode().size()).orElse(asked);
    if (given != asked) {
      throw new IllegalArgumentException(
          "%d opinions for the %d nodes whose next token is wanted".formatted(given, asked));
    }
  }

  /** A block whose verdict is strict. */
  public Block(
      SequenceId sequence,
      long epoch,
      int round,
      Parent parent,
      int basePosition,
      int committed,
      boolean verify,
      Ints tokens,
      Tree tree,
      Sampling sampling,
      List<Compaction> compactions) {
    this(
        sequence,
        epoch,
        round,
        parent,
        basePosition,
        committed,
        verify,
        tokens,
        tree,
        sampling,
        compactions,
        Optional.empty());
  }

  /** The same with the drafter's opinions. */
  public Block with(Opinions given) {
    return new Block(
        sequence,
        epoch,
        round,
        parent,
        basePosition,
        committed,
        verify,
        tokens,
        tree,
        sampling,
        compactions,
        Optional.of(given));
  }

  /** The number of nodes. */
  public int size() {
    return tokens.size();
  }

  /** The first node whose target token is wanted: the last committed one, or the guessed root. */
  public int firstVerified() {
    return Math.max(0, committed - 1);
  }
}
