package io.dsd.model.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One tensor where it lies in a file. */
public interface StoredTensor {

  /** Its Hugging Face name, such as {@code model.layers.0.self_attn.q_proj.weight}. */
  String name();

  /** How its numbers are laid out. */
  TensorType type();

  /** Its shape, outermost dimension first. */
  List<Integer> shape();

  /** The file it lies in. */
  Path file();

  /** Where in the file its first byte is. */
  long offset();

  /** How many bytes it takes. */
  long bytes();

  /**
   * Whether the stored bytes are the tensor as it stands: false if rows must be put in another
   * order, as GGUF's query and key weights must.
   */
  boolean plain();

  /**
   * Its numbers as floats, row-major, decoded and in the order that {@link #shape()} says.
   *
   * @throws io.dsd.model.ModelException if the file cannot be read or is too short
   */
  float[] toFloats();

  /**
   * The same numbers in four bits, if that is how they are stored.
   *
   * @throws io.dsd.model.ModelException if the file cannot be read or is too short
   */
  Optional<FourBits> fourBits();
}
