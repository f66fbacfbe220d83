package io.dsd.model.checkpoint;

import io.dsd.model.ModelConfig;
import java.util.Optional;

/**
 * A model's weights on disk. Opening one reads headers only; a tensor is read when it is asked for,
 * so that a slice loads its own layers and nothing else.
 */
public interface Checkpoint {

  /** The model's shape. */
  ModelConfig config();

  /** The tensor of that Hugging Face name, if the checkpoint has it. */
  Optional<StoredTensor> find(String name);

  /**
   * The tensor of that Hugging Face name.
   *
   * @throws io.dsd.model.ModelException naming the tensor and the file if it is missing
   */
  StoredTensor get(String name);
}
