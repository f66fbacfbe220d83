package io.dsd.model.slice;

import io.dsd.message.Ints;
import java.util.ArrayList;
import java.util.List;

/**
 * The decoder layers of one slice, of all the model's layers.
 *
 * @param first the first layer
 * @param end one more than the last layer
 * @param layers how many the model has
 */
public record LayerRange(int first, int end, int layers) {

  /** Checks that the range is not empty and lies within the model. */
  public LayerRange {
    if (first < 0 || end <= first || end > layers) {
      throw new IllegalArgumentException(
          "layers %d to %d of %d are no slice".formatted(first, end, layers));
    }
  }

  /** All layers in one slice. */
  public static LayerRange whole(int layers) {
    return new LayerRange(0, layers, layers);
  }

  /**
   * The model cut into {@code slices} parts whose sizes differ by one at most, the larger ones
   * first.
   *
   * @throws IllegalArgumentException if there are more slices than layers
   */
  public static List<LayerRange> split(int layers, int slices) {
    if (slices < 1 || slices > layers) {
      throw new IllegalArgumentException(
          "slices: %d is not between 1 and the model's %d layers".formatted(slices, layers));
    }
    List<LayerRange> ranges = new ArrayList<>();
    int first = 0;
    for (int slice = 0; slice < slices; slice++) {
      int end = first + layers / slices + (slice < layers % slices ? 1 : 0);
      ranges.add(new LayerRange(first, end, layers));
      first = end;
    }
    return ranges;
  }

  /** A model cut into parts of these sizes. */
  public static List<LayerRange> ofSizes(List<Integer> sizes) {
    int layers = sizes.stream().mapToInt(Integer::intValue).sum();
    List<LayerRange> ranges = new ArrayList<>();
    int first = 0;
    for (int size : sizes) {
      ranges.add(new LayerRange(first, first + size, layers));
      first += size;
    }
    return List.copyOf(ranges);
  }

  /** How many layers it has. */
  public int size() {
    return end - first;
  }

  /** Whether tokens enter here: the slice owns the embedding. */
  public boolean isFirst() {
    return first == 0;
  }

  /** Whether logits leave here: the slice owns the final norm and the head. */
  public boolean isLast() {
    return end == layers;
  }

  /** Those of some layers of the model that it holds. */
  public Ints of(Ints some) {
    return Ints.of(some.stream().filter(layer -> layer >= first && layer < end).toArray());
  }
}
