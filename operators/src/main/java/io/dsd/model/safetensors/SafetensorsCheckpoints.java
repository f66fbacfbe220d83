package io.dsd.model.safetensors;

import io.dsd.model.ModelConfig;
import io.dsd.model.checkpoint.Checkpoint;
import io.dsd.model.checkpoint.FileCheckpoint;
import java.nio.file.Path;
import java.util.Set;

/** Checkpoints in safetensors files. */
public final class SafetensorsCheckpoints {

  private SafetensorsCheckpoints() {}

  /**
   * The checkpoint in {@code directory}.
   *
   * @throws ModelException if files or tensors are missing, damaged or not supported
   */
  public static Checkpoint of(Path directory, ModelConfig config) {
    return new FileCheckpoint(
        directory, config, new SafetensorsDirectory(directory).tensors(Set.of()));
  }
}
