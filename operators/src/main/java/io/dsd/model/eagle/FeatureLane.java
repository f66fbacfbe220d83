package io.dsd.model.eagle;

import io.dsd.message.Ints;
import io.dsd.model.cache.AttentionMask;
import io.dsd.model.slice.KvRows;

/**
 * One sequence's part of a ragged batch. Row {@code i} puts the feature of one token and the
 * embedding of the next one together.
 *
 * @param rows its KV rows, with room for {@code firstSlot + tokens}
 * @param firstSlot the slot of the first new row; the others follow
 * @param positions the position of each row
 * @param mask what each row attends to
 * @param tokens the target's ids of the next tokens
 * @param features the features, one row per token
 * @param firstWanted the first row whose logits are wanted; the number of rows if none is
 */
public record FeatureLane(
    KvRows rows,
    int firstSlot,
    Ints positions,
    AttentionMask mask,
    Ints tokens,
    Features features,
    int firstWanted) {

  /** Checks that there is one feature per token. */
  public FeatureLane {
    if (features.rows() != tokens.size() || positions.size() != tokens.size()) {
      throw new IllegalArgumentException(
          "%d tokens, %d features, %d positions"
              .formatted(tokens.size(), features.rows(), positions.size()));
    }
  }

  /** How many rows it adds. */
  public int size() {
    return tokens.size();
  }

  /** How many of its rows' logits are wanted. */
  public int wanted() {
    return tokens.size() - firstWanted;
  }
}
