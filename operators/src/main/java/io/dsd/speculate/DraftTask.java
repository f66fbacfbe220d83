package io.dsd.speculate;

import static java.util.Objects.requireNonNull;

import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;

/**
 * A wish for a proposal.
 *
 * @param sequence the sequence
 * @param prefix the tokens that the proposal follows: all that are committed, prompt included, and
 *     then those that are guessed but whose verdict is still out
 * @param committed how many of them are committed
 * @param sampling how the target picks; a drafter with a distribution uses the same noise
 * @param shape how many tokens to propose; nothing asks only to catch up with the prefix
 * @param opinions whether the drafter's distributions are wanted too, for a verdict that may follow
 *     them
 */
public record DraftTask(
    SequenceId sequence,
    Ints prefix,
    int committed,
    Sampling sampling,
    BlockShape shape,
    boolean opinions) {

  /** Checks that what is committed is part of the prefix. */
  public DraftTask {
    requireNonNull(sequence, "sequence");
    requireNonNull(sampling, "sampling");
    requireNonNull(shape, "shape");
    if (committed < 1 || committed > prefix.size()) {
      throw new IllegalArgumentException(
          "%d of %d tokens are committed: need 1 at least, and no more than there are"
              .formatted(committed, prefix.size()));
    }
  }

  /** A wish for tokens alone. */
  public DraftTask(
      SequenceId sequence, Ints prefix, int committed, Sampling sampling, BlockShape shape) {
    this(sequence, prefix, committed, sampling, shape, false);
  }

  /** A wish for a chain after committed tokens. */
  public static DraftTask chain(
      SequenceId sequence, Ints committed, Sampling sampling, int length) {
    return new DraftTask(sequence, committed, committed.size(), sampling, BlockShape.chain(length));
  }
}
