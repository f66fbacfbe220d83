package io.dsd.job.memory;

import io.dsd.job.options.DraftKind;
import io.dsd.job.options.Options;
import io.dsd.model.ModelConfig;
import io.dsd.model.ModelException;
import io.dsd.model.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The summands of a draft that computes; it lives with slice 0. */
final class DraftParts {

  private static final int STORED_BYTES = 2;

  private DraftParts() {}

  static List<MemoryPart> offHeap(ModelConfig target, Options options) {
    DraftKind kind = options.draft().kind();
    if (!kind.needsModel()) {
      return List.of();
    }
    Path path = Path.of(options.draft().model());
    long weights =
        kind == DraftKind.EAGLE3
            ? featureDraft(path, target, options)
            : new TensorSizes(ModelFiles.open(path).config()).elements() * options.dtype().bytes();
    return List.of(
        new MemoryPart("the draft's weights", weights, "draft.model, whole, with slice 0"),
        new MemoryPart(
            "the draft's KV caches", options.kv().memory().getBytes(), "kv.memory once more"));
  }

  /** What is stored, in half precision as such drafts are, and the target's embedding. */
  private static long featureDraft(Path path, ModelConfig target, Options options) {
    long embedding = (long) target.vocabularySize() * target.hiddenSize();
    try (Stream<Path> files = Files.list(path)) {
      long stored = 0;
      for (Path file : files.filter(each -> each.toString().endsWith(".safetensors")).toList()) {
        stored += Files.size(file);
      }
      return (stored / STORED_BYTES + embedding) * options.dtype().bytes();
    } catch (IOException unreadable) {
      throw new ModelException(path + " cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }
}
