package io.dsd.model.slice;

import io.dsd.message.Ints;
import io.dsd.message.round.HiddenStates;
import io.dsd.model.cache.AttentionMask;
import java.util.Optional;

/**
 * One sequence's part of a ragged batch.
 *
 * @param shared rows that it reads and does not write: those of its first slots
 * @param rows its own KV rows, for the slots after the shared ones
 * @param firstSlot the slot of the first new row; the others follow
 * @param positions the position of each token
 * @param mask what each token attends to
 * @param tokens the token ids
 * @param hidden the hidden states from the slice before; empty for the first slice
 * @param firstWanted the first token whose logits are wanted; the number of tokens if none is
 */
public record Lane(
    Optional<SharedRows> shared,
    KvRows rows,
    int firstSlot,
    Ints positions,
    AttentionMask mask,
    Ints tokens,
    Optional<HiddenStates> hidden,
    int firstWanted) {

  /** A lane whose rows are all its own. */
  public Lane(
      KvRows rows,
      int firstSlot,
      Ints positions,
      AttentionMask mask,
      Ints tokens,
      Optional<HiddenStates> hidden,
      int firstWanted) {
    this(Optional.empty(), rows, firstSlot, positions, mask, tokens, hidden, firstWanted);
  }

  /** How many of its slots lie in shared rows. */
  public int sharedSlots() {
    return shared.map(SharedRows::length).orElse(0);
  }

  /** How many tokens it has. */
  public int size() {
    return tokens.size();
  }

  /** How many of its tokens' logits are wanted. */
  public int wanted() {
    return tokens.size() - firstWanted;
  }
}
