package io.dsd.model.slice;

import io.dsd.model.ModelConfig;
import io.dsd.model.checkpoint.LlamaShapes;
import java.util.List;
import java.util.Map;

/**
 * How many numbers the parts of a model are made of.
 *
 * @param layers how many layers it has
 * @param layer the numbers of one
 * @param embedding the numbers of the embedding, and of the head
 * @param norm the numbers of the final norm
 * @param tied whether the head is the embedding
 */
public record SliceWeights(int layers, long layer, long embedding, long norm, boolean tied) {

  /** Those of a model. */
  public static SliceWeights of(ModelConfig config) {
    Map<String, List<Integer>> shapes = LlamaShapes.of(config);
    long layer =
        shapes.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith("model.layers.0."))
            .mapToLong(entry -> numbers(entry.getValue()))
            .sum();
    return new SliceWeights(
        config.layers(),
        layer,
        numbers(shapes.get("model.embed_tokens.weight")),
        numbers(shapes.get("model.norm.weight")),
        config.tiedEmbeddings());
  }

  private static long numbers(List<Integer> shape) {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, (left, right) -> left * right);
  }

  /** The numbers that a slice holds. */
  public long held(LayerRange range) {
    // a tied head is the embedding: a slice that is first and last holds it once
    boolean ownHead = range.isLast() && !(range.isFirst() && tied);
    return range.size() * layer
        + (range.isFirst() ? embedding : 0)
        + (range.isLast() ? norm : 0)
        + (ownHead ? embedding : 0);
  }

  /**
   * The numbers that each token is multiplied with in a slice, which is what a forward pass costs:
   * of an embedding a token reads one row, but a head is computed whole.
   */
  public long computed(LayerRange range) {
    return range.size() * layer + (range.isLast() ? embedding + norm : 0);
  }
}
