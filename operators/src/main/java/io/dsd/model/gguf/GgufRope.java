package io.dsd.model.gguf;

import io.dsd.model.ModelException;
import io.dsd.model.Rope;
import io.dsd.model.RopeScaling;
import io.dsd.model.checkpoint.FileTensor;
import io.dsd.model.checkpoint.RowOrder;
import io.dsd.model.checkpoint.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Rotary frequencies from a GGUF file: its metadata, and the tensor that stretches Llama 3.1's. */
final class GgufRope {

  /** The tensor of what each frequency is divided by. */
  static final String FACTORS = "rope_freqs.weight";

  private static final double DEFAULT_THETA = 10_000;

  private final GgufHeader header;
  private final GgufMetadata metadata;
  private final String prefix;

  GgufRope(GgufHeader header, String architecture) {
    this.header = header;
    this.metadata = header.metadata();
    this.prefix = architecture + ".rope.";
  }

  Rope rope(int headSize) {
    double theta = metadata.real(prefix + "freq_base").orElse(DEFAULT_THETA);
    RopeScaling scaling = scaling();
    Optional<GgufHeader.Entry> factors =
        header.tensors().stream().filter(entry -> entry.name().equals(FACTORS)).findFirst();
    if (factors.isPresent()) {
      if (!(scaling instanceof RopeScaling.None)) {
        throw metadata.refused(
            prefix + "scaling.type", "linear beside the tensor " + FACTORS, "one of the two");
      }
      scaling = factors(factors.get(), headSize);
    }
    return new Rope(theta, scaling);
  }

  /** As llama.cpp reads it: a factor without a type is a linear one. */
  private RopeScaling scaling() {
    String type = metadata.text(prefix + "scaling.type").orElse("linear");
    OptionalDouble attention = metadata.real(prefix + "scaling.attn_factor");
    if (attention.isPresent() && attention.getAsDouble() != 1) {
      throw metadata.refused(prefix + "scaling.attn_factor", attention.getAsDouble(), "1");
    }
    double factor =
        metadata
            .real(prefix + "scaling.factor")
            .orElse(metadata.real(prefix + "scale_linear").orElse(1));
    return switch (type) {
      case "none" -> new RopeScaling.None();
      case "linear" ->
          factor == 1 || factor == 0 ? new RopeScaling.None() : new RopeScaling.Linear(factor);
      default -> throw metadata.refused(prefix + "scaling.type", type, "none or linear");
    };
  }

  private RopeScaling factors(GgufHeader.Entry entry, int headSize) {
    if (entry.type() != TensorType.F32 || !entry.shape().equals(List.of(headSize / 2))) {
      throw new ModelException(
          "Tensor %s in %s is of type %s and shape %s where F32 and [%d] are expected; the file is damaged."
              .formatted(FACTORS, metadata.file(), entry.type(), entry.shape(), headSize / 2));
    }
    FileTensor tensor =
        new FileTensor(
            FACTORS,
            entry.type(),
            entry.shape(),
            new RowOrder.AsUsed(),
            metadata.file(),
            entry.offset());
    List<Float> factors = new ArrayList<>();
    for (float factor : tensor.toFloats()) {
      factors.add(factor);
    }
    return new RopeScaling.Factors(factors);
  }
}
