package io.dsd.job.topology;

import io.dsd.job.options.Options;
import io.dsd.job.options.OptionsException;
import io.dsd.model.ModelFiles;
import io.dsd.model.slice.LayerBalance;
import io.dsd.model.slice.LayerRange;
import io.dsd.model.slice.Machine;
import io.dsd.model.slice.SliceWeights;
import java.util.List;

/** Which layers of the target each slice has. */
public final class SliceCut {

  private SliceCut() {}

  /**
   * The slices as the options want them.
   *
   * @throws OptionsException if the model cannot be cut so
   */
  public static List<LayerRange> of(Options options, ModelFiles target) {
    int layers = target.config().layers();
    List<Integer> sizes = options.slices().layers();
    if (!sizes.isEmpty()) {
      return ofSizes(options, target);
    }
    if (options.slices().count() > layers) {
      throw new OptionsException(
          "slices: '%s' is not allowed; %s has %d layers, so give 1 to %d"
              .formatted(options.slices(), target.name(), layers, layers));
    }
    return options.placement().machines().list().isEmpty()
        ? LayerRange.split(layers, options.slices().count())
        : balanced(options, target);
  }

  private static List<LayerRange> ofSizes(Options options, ModelFiles target) {
    List<Integer> sizes = options.slices().layers();
    int sum = sizes.stream().mapToInt(Integer::intValue).sum();
    if (sum != target.config().layers()) {
      throw new OptionsException(
          "slices: '%s' is not allowed; these are %d layers, and %s has %d"
              .formatted(options.slices(), sum, target.name(), target.config().layers()));
    }
    return LayerRange.ofSizes(sizes);
  }

  private static List<LayerRange> balanced(Options options, ModelFiles target) {
    List<Machine> machines = options.placement().machines().list();
    SliceWeights weights = SliceWeights.of(target.config());
    long rows = options.kv().memory().getBytes();
    int width = options.dtype().bytes();
    return new LayerBalance(weights, machines, range -> weights.held(range) * width + rows)
        .cut()
        .orElseThrow(
            () ->
                new OptionsException(
                    ("placement.machines: %s does not fit into their memory, however it is cut: its"
                            + " weights take %,d bytes in %s, and kv.memory takes %,d of each"
                            + " machine; give more memory, more slices, or a smaller kv.memory")
                        .formatted(
                            target.name(),
                            weights.held(LayerRange.whole(weights.layers())) * width,
                            options.dtype(),
                            rows)));
  }
}
