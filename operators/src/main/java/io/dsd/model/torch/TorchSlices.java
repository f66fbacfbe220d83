package io.dsd.model.torch;

import static java.util.Objects.requireNonNull;

import io.dsd.message.round.ComputeType;
import io.dsd.model.ModelFiles;
import io.dsd.model.slice.LayerRange;
import io.dsd.model.slice.SliceEngine;
import io.dsd.model.slice.SliceFactory;
import java.nio.file.Path;

/**
 * Opens one slice of a model on libtorch.
 *
 * @param model the model's path, the same on every task manager
 * @param first the slice's first layer
 * @param end one more than its last layer
 * @param type the number type to compute in
 * @param contextLength the longest sequence, in tokens
 * @param cacheBytes memory for KV rows
 * @param batchTokens a batch is computed when it holds this many tokens
 */
public record TorchSlices(
    String model,
    int first,
    int end,
    ComputeType type,
    int contextLength,
    long cacheBytes,
    int batchTokens)
    implements SliceFactory {

  /** Checks that nothing is null. */
  public TorchSlices {
    requireNonNull(model, "model");
    requireNonNull(type, "type");
  }

  @Override
  public SliceEngine open() {
    ModelFiles files = ModelFiles.open(Path.of(model));
    LayerRange layers = new LayerRange(first, end, files.config().layers());
    TorchKernel kernel = TorchKernel.load(files.checkpoint(), layers, type, contextLength);
    try {
      return new SliceEngine(kernel, cacheBytes, batchTokens, System::nanoTime);
    } catch (RuntimeException e) {
      kernel.close();
      throw e;
    }
  }
}
