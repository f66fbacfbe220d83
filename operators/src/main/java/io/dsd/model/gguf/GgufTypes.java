package io.dsd.model.gguf;

import io.dsd.model.checkpoint.TensorType;
import java.util.List;
import java.util.Optional;

/** The numbers that GGUF files give to tensor types. */
final class GgufTypes {

  private static final List<String> NAMES =
      List.of(
          "F32", "F16", "Q4_0", "Q4_1", "Q4_2", "Q4_3", "Q5_0", "Q5_1", "Q8_0", "Q8_1", "Q2_K",
          "Q3_K", "Q4_K", "Q5_K", "Q6_K", "Q8_K", "IQ2_XXS", "IQ2_XS", "IQ3_XXS", "IQ1_S", "IQ4_NL",
          "IQ3_S", "IQ2_S", "IQ4_XS", "I8", "I16", "I32", "I64", "F64", "IQ1_M", "BF16");

  private GgufTypes() {}

  /** The type of that number, if it is supported. */
  static Optional<TensorType> find(int number) {
    String name = name(number);
    for (TensorType type : TensorType.values()) {
      if (type.name().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** What ggml calls the type of that number. */
  static String name(int number) {
    return number >= 0 && number < NAMES.size() ? NAMES.get(number) : "number " + number;
  }
}
