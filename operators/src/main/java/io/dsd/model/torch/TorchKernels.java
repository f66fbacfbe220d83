package io.dsd.model.torch;

import static java.util.Objects.requireNonNull;

import io.dsd.message.Ints;
import io.dsd.message.round.ComputeType;
import io.dsd.model.ModelFiles;
import io.dsd.model.checkpoint.WeightForm;
import io.dsd.model.slice.KernelFactory;
import io.dsd.model.slice.LayerRange;
import io.dsd.model.slice.SliceKernel;
import java.nio.file.Path;

/**
 * Opens the kernel of one slice of a model on libtorch.
 *
 * @param model the model's path, the same on every task manager
 * @param first the slice's first layer
 * @param end one more than its last layer
 * @param type the number type to compute in
 * @param contextLength the longest sequence, in tokens
 * @param taps layers of the model whose inputs are wanted, for a draft that looks at them
 * @param weights in what form weights are computed with, where the model allows it
 */
public record TorchKernels(
    String model,
    int first,
    int end,
    ComputeType type,
    int contextLength,
    Ints taps,
    WeightForm weights)
    implements KernelFactory {

  /** Checks that nothing is null. */
  public TorchKernels {
    requireNonNull(model, "model");
    requireNonNull(type, "type");
    requireNonNull(taps, "taps");
    requireNonNull(weights, "weights");
  }

  /** Without taps. */
  public TorchKernels(
      String model, int first, int end, ComputeType type, int contextLength, WeightForm weights) {
    this(model, first, end, type, contextLength, Ints.empty(), weights);
  }

  @Override
  public SliceKernel open() {
    ModelFiles files = ModelFiles.open(Path.of(model));
    LayerRange layers = new LayerRange(first, end, files.config().layers());
    return TorchKernel.shared(files, layers, type, contextLength, taps, weights);
  }
}
