package io.dsd.model.torch;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.dsd.model.cache.AttentionMask;

/**
 * Attention masks as tensors {@code [tokens, slots]}: 0 where a token looks, else minus infinity.
 */
final class Masks {

  private Masks() {}

  /**
   * A mask over some slots; without elements where everything is seen, so that the fastest kernel
   * serves a single token.
   *
   * @param tokens how many tokens look; the last slots are theirs
   * @param first the first slot
   * @param end one more than the last slot
   */
  static PtNDArray of(PtNDManager scope, AttentionMask mask, int tokens, int first, int end) {
    float[] values;
    if (mask instanceof AttentionMask.Explicit explicit) {
      values = explicit(explicit, first, end - first);
    } else {
      values = tokens == 1 ? new float[0] : causal(tokens, end - first);
    }
    return (PtNDArray)
        scope.create(values, values.length == 0 ? new Shape(0, 1) : new Shape(tokens, end - first));
  }

  private static float[] causal(int tokens, int slots) {
    float[] values = new float[tokens * slots];
    for (int token = 0; token < tokens; token++) {
      for (int slot = slots - tokens + token + 1; slot < slots; slot++) {
        values[token * slots + slot] = Float.NEGATIVE_INFINITY;
      }
    }
    return values;
  }

  private static float[] explicit(AttentionMask.Explicit mask, int firstSlot, int slots) {
    float[] values = new float[mask.rows().size() * slots];
    for (int token = 0; token < mask.rows().size(); token++) {
      for (int slot = 0; slot < slots; slot++) {
        if (!mask.rows().get(token).get(firstSlot + slot)) {
          values[token * slots + slot] = Float.NEGATIVE_INFINITY;
        }
      }
    }
    return values;
  }
}
