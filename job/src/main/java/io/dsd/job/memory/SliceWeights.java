package io.dsd.job.memory;

import io.dsd.model.ModelConfig;
import io.dsd.model.checkpoint.LlamaShapes;
import io.dsd.model.slice.LayerRange;
import java.util.List;
import java.util.Map;

/** How many numbers the weights of slices have. */
public final class SliceWeights {

  private final ModelConfig config;
  private final Map<String, List<Integer>> shapes;

  /** The weights of a model of that shape. */
  public SliceWeights(ModelConfig config) {
    this.config = config;
    this.shapes = LlamaShapes.of(config);
  }

  /** The numbers of all tensors. */
  public long elements() {
    return shapes.keySet().stream().mapToLong(this::elements).sum();
  }

  /** The numbers of the tensors that a slice loads. */
  public long elements(LayerRange range) {
    long elements = 0;
    for (int layer = range.first(); layer < range.end(); layer++) {
      String prefix = "model.layers." + layer + ".";
      elements +=
          shapes.keySet().stream()
              .filter(name -> name.startsWith(prefix))
              .mapToLong(this::elements)
              .sum();
    }
    long embedding = elements("model.embed_tokens.weight");
    // a tied head is the embedding: a slice that is first and last holds it once
    elements += range.isFirst() ? embedding : 0;
    elements += range.isLast() ? elements("model.norm.weight") : 0;
    elements += range.isLast() && !(range.isFirst() && config.tiedEmbeddings()) ? embedding : 0;
    return elements;
  }

  /** The numbers of one tensor. */
  public long elements(String name) {
    return shapes.get(name).stream()
        .mapToLong(Integer::longValue)
        .reduce(1, (left, right) -> left * right);
  }

  /** The names of all tensors. */
  public List<String> names() {
    return List.copyOf(shapes.keySet());
  }
}
