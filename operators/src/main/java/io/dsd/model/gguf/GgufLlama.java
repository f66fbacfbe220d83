package io.dsd.model.gguf;

import io.dsd.message.Ints;
import io.dsd.model.Family;
import io.dsd.model.LlamaConfigs;
import io.dsd.model.ModelConfig;
import io.dsd.model.ModelException;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shape of a decoder from its GGUF file; keys begin with the architecture's name. */
final class GgufLlama {

  private static final Logger LOG = LoggerFactory.getLogger(GgufLlama.class);

  private final GgufHeader header;
  private final GgufMetadata metadata;
  private final Family family;

  GgufLlama(GgufHeader header) {
    this.header = header;
    this.metadata = header.metadata();
    this.family = family(metadata);
  }

  ModelConfig config() {
    int experts = metadata.integer(key("expert_count")).orElse(0);
    if (experts != 0) {
      throw metadata.refused(key("expert_count"), experts, "0");
    }
    int hidden = integer("embedding_length");
    int heads = integer("attention.head_count");
    int headSize =
        metadata.integer(key("attention.key_length")).orElse(hidden / Math.max(1, heads));
    for (String same : new String[] {"rope.dimension_count", "attention.value_length"}) {
      int size = metadata.integer(key(same)).orElse(headSize);
      if (size != headSize) {
        throw metadata.refused(key(same), size, "the head size " + headSize);
      }
    }
    ModelConfig config =
        new ModelConfig(
            family,
            vocabularySize(),
            hidden,
            integer("feed_forward_length"),
            integer("block_count"),
            heads,
            metadata.integer(key("attention.head_count_kv")).orElse(heads),
            headSize,
            real("attention.layer_norm_rms_epsilon"),
            new GgufRope(header, family.label()).rope(headSize),
            contextLength(),
            header.tensors().stream().noneMatch(tensor -> tensor.name().equals("output.weight")),
            endTokens());
    return LlamaConfigs.checked(config, metadata.file().toString());
  }

  /** Files of Mistral models are of the llama architecture. */
  private static Family family(GgufMetadata metadata) {
    String architecture =
        metadata
            .text("general.architecture")
            .orElseThrow(() -> metadata.missing("general.architecture"));
    return switch (architecture) {
      case "llama" -> Family.LLAMA;
      case "qwen2" -> Family.QWEN2;
      case "qwen3" -> Family.QWEN3;
      default ->
          throw metadata.refused("general.architecture", architecture, "llama, qwen2 or qwen3");
    };
  }

  /** Within its first window a model with a sliding window is one without. */
  private int contextLength() {
    int positions = integer("context_length");
    OptionalInt window = metadata.integer(key("attention.sliding_window"));
    if (window.isEmpty() || window.getAsInt() == 0 || window.getAsInt() >= positions) {
      return positions;
    }
    LOG.warn(
        "{} has {} = {}, which is not supported; the context is limited to it instead of {} tokens.",
        metadata.file(),
        key("attention.sliding_window"),
        window.getAsInt(),
        positions);
    return window.getAsInt();
  }

  private int vocabularySize() {
    return header.tensors().stream()
        .filter(tensor -> tensor.name().equals("token_embd.weight"))
        .findFirst()
        .map(tensor -> tensor.shape().get(0))
        .orElseThrow(
            () -> new ModelException(metadata.file() + " has no tensor token_embd.weight."));
  }

  private Ints endTokens() {
    return Ints.of(
        IntStream.of(
                metadata.integer("tokenizer.ggml.eos_token_id").orElse(-1),
                metadata.integer("tokenizer.ggml.eot_token_id").orElse(-1))
            .filter(token -> token >= 0)
            .distinct()
            .toArray());
  }

  private String key(String name) {
    return family.label() + "." + name;
  }

  private int integer(String name) {
    return metadata.integer(key(name)).orElseThrow(() -> metadata.missing(key(name)));
  }

  private double real(String name) {
    return metadata.real(key(name)).orElseThrow(() -> metadata.missing(key(name)));
  }
}
