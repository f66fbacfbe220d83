package io.dsd.model.checkpoint;

import io.dsd.model.ModelConfig;
import io.dsd.model.ModelException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A checkpoint of tensors in files, complete and of the shapes that its config asks for. */
public final class FileCheckpoint implements Checkpoint {

  private final Path path;
  private final ModelConfig config;
  private final Map<String, FileTensor> tensors;

  /**
   * Checks the tensors against the config.
   *
   * @param path what to call the checkpoint in errors
   * @throws ModelException naming the first tensor that is missing or of another shape
   */
  public FileCheckpoint(Path path, ModelConfig config, Map<String, FileTensor> tensors) {
    this.path = path;
    this.config = config;
    this.tensors = Map.copyOf(tensors);
    LlamaShapes.of(config).forEach(this::check);
  }

  @Override
  public ModelConfig config() {
    return config;
  }

  @Override
  public Optional<StoredTensor> find(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  @Override
  public StoredTensor get(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new ModelException(
                    "%s has no tensor %s; it is incomplete or not a %s decoder."
                        .formatted(path, name, config.family().label())));
  }

  private void check(String name, List<Integer> shape) {
    StoredTensor tensor = get(name);
    if (!tensor.shape().equals(shape)) {
      throw new ModelException(
          "Tensor %s in %s has the shape %s where the model's config asks for %s."
              .formatted(name, tensor.file(), tensor.shape(), shape));
    }
  }
}
