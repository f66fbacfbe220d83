package io.dsd.model.torch;

import static java.util.Objects.requireNonNull;

import io.dsd.message.round.ComputeType;
import io.dsd.model.ModelFiles;
import io.dsd.model.draft.ModelDrafter;
import io.dsd.model.slice.LayerRange;
import io.dsd.speculate.Drafter;
import io.dsd.speculate.DrafterFactory;
import java.nio.file.Path;

/**
 * Opens a draft model on libtorch.
 *
 * @param model the model's path, where the draft operator runs
 * @param type the number type to compute in
 * @param contextLength the longest sequence, in tokens
 * @param cacheBytes memory for KV rows
 * @param chunk how many tokens of a prompt it takes in at once
 */
public record TorchDrafts(
    String model, ComputeType type, int contextLength, long cacheBytes, int chunk)
    implements DrafterFactory {

  /** Checks that nothing is null. */
  public TorchDrafts {
    requireNonNull(model, "model");
    requireNonNull(type, "type");
  }

  @Override
  public Drafter open() {
    ModelFiles files = ModelFiles.open(Path.of(model));
    LayerRange whole = LayerRange.whole(files.config().layers());
    TorchKernel kernel = TorchKernel.load(files.checkpoint(), whole, type, contextLength);
    try {
      return new ModelDrafter(kernel, cacheBytes, chunk);
    } catch (RuntimeException e) {
      kernel.close();
      throw e;
    }
  }
}
