package io.dsd.job.memory;

import io.dsd.model.ModelConfig;
import io.dsd.model.checkpoint.LlamaShapes;
import io.dsd.model.slice.LayerRange;
import io.dsd.model.slice.SliceWeights;
import java.util.List;
import java.util.Map;

/** How many numbers the tensors of a model have, each and those of a slice together. */
public final class TensorSizes {

  private final ModelConfig config;
  private final Map<String, List<Integer>> shapes;

  /** The weights of a model of that shape. */
  public TensorSizes(ModelConfig config) {
    this.config = config;
    this.shapes = LlamaShapes.of(config);
  }

  /** The numbers of all tensors. */
  public long elements() {
    return shapes.keySet().stream().mapToLong(this::elements).sum();
  }

  /** The numbers of the tensors that a slice loads. */
  public long elements(LayerRange range) {
    return SliceWeights.of(config).held(range);
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
