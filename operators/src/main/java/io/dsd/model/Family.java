package io.dsd.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** A family of decoders, told apart by what they have beyond a Llama. */
public enum Family {
  /** Llama 1 to 3, and what shares their shape, such as SmolLM2. */
  LLAMA("llama", "LlamaForCausalLM", false, false),
  /** Mistral: a Llama whose attention may be limited to a window. */
  MISTRAL("mistral", "MistralForCausalLM", false, false),
  /** Qwen 2 and 2.5: biases in the query, key and value projections. */
  QWEN2("qwen2", "Qwen2ForCausalLM", true, false),
  /** Qwen 3: an RMS norm over each query and key head. */
  QWEN3("qwen3", "Qwen3ForCausalLM", false, true);

  private final String label;
  private final String architecture;
  private final boolean queryKeyValueBias;
  private final boolean queryKeyNorm;

  Family(String label, String architecture, boolean queryKeyValueBias, boolean queryKeyNorm) {
    this.label = label;
    this.architecture = architecture;
    this.queryKeyValueBias = queryKeyValueBias;
    this.queryKeyNorm = queryKeyNorm;
  }

  /** What llama.cpp and people call it. */
  public String label() {
    return label;
  }

  /** Whether the query, key and value projections have biases. */
  public boolean queryKeyValueBias() {
    return queryKeyValueBias;
  }

  /** Whether each query and key head is normed before it is turned. */
  public boolean queryKeyNorm() {
    return queryKeyNorm;
  }

  /** The family whose class in transformers has that name. */
  static Optional<Family> ofArchitecture(String architecture) {
    return Arrays.stream(values())
        .filter(family -> family.architecture.equals(architecture))
        .findFirst();
  }

  /** All classes in transformers that have a family, for an error. */
  static String architectures() {
    return Arrays.stream(values())
        .map(family -> family.architecture)
        .collect(Collectors.joining(", "));
  }
}
