package io.dsd.model.torch;

import static java.util.Objects.requireNonNull;

import io.dsd.message.Ints;
import io.dsd.model.ModelFiles;
import io.dsd.model.slice.Arithmetic;
import io.dsd.model.slice.ComputeDevice;
import io.dsd.model.slice.Gpus;
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
 * @param arithmetic how it computes
 * @param contextLength the longest sequence, in tokens
 * @param taps layers of the model whose inputs are wanted, for a draft that looks at them
 */
public record TorchKernels(
    String model, int first, int end, Arithmetic arithmetic, int contextLength, Ints taps)
    implements KernelFactory {

  /** Checks that nothing is null. */
  public TorchKernels {
    requireNonNull(model, "model");
    requireNonNull(arithmetic, "arithmetic");
    requireNonNull(taps, "taps");
  }

  /** The same on another device. */
  public TorchKernels on(ComputeDevice other) {
    return new TorchKernels(model, first, end, arithmetic.on(other), contextLength, taps);
  }

  @Override
  public SliceKernel open(Gpus gpus) {
    return on(arithmetic.device().among(gpus)).open();
  }

  @Override
  public SliceKernel open() {
    ModelFiles files = ModelFiles.open(Path.of(model));
    LayerRange layers = new LayerRange(first, end, files.config().layers());
    return Threads.apart(() -> TorchKernel.shared(files, layers, arithmetic, contextLength, taps));
  }
}
