package io.dsd.model.gguf;

import io.dsd.message.Ints;
import io.dsd.model.LlamaConfigs;
import io.dsd.model.ModelConfig;
import io.dsd.model.ModelException;
import java.util.stream.IntStream;

/** The shape of a Llama decoder from the metadata of its GGUF file. */
final class GgufLlama {

  private static final double DEFAULT_ROPE_THETA = 10_000;

  private final GgufHeader header;
  private final GgufMetadata metadata;

  GgufLlama(GgufHeader header) {
    this.header = header;
    this.metadata = header.metadata();
  }

  ModelConfig config() {
    refuseOthers();
    int hidden = integer("llama.embedding_length");
    int heads = integer("llama.attention.head_count");
    int headSize =
        metadata.integer("llama.rope.dimension_count").orElse(hidden / Math.max(1, heads));
    ModelConfig config =
        new ModelConfig(
            "llama",
            vocabularySize(),
            hidden,
            integer("llama.feed_forward_length"),
            integer("llama.block_count"),
            heads,
            metadata.integer("llama.attention.head_count_kv").orElse(heads),
            metadata.integer("llama.attention.key_length").orElse(headSize),
            metadata
                .real("llama.attention.layer_norm_rms_epsilon")
                .orElseThrow(() -> metadata.missing("llama.attention.layer_norm_rms_epsilon")),
            metadata.real("llama.rope.freq_base").orElse(DEFAULT_ROPE_THETA),
            integer("llama.context_length"),
            header.tensors().stream().noneMatch(tensor -> tensor.name().equals("output.weight")),
            endTokens());
    if (config.headSize() != headSize) {
      throw refused("llama.rope.dimension_count", headSize, "the head size " + config.headSize());
    }
    return LlamaConfigs.checked(config, metadata.file().toString());
  }

  private void refuseOthers() {
    String architecture =
        metadata
            .text("general.architecture")
            .orElseThrow(() -> metadata.missing("general.architecture"));
    if (!architecture.equals("llama")) {
      throw refused("general.architecture", architecture, "llama");
    }
    String scaling = metadata.text("llama.rope.scaling.type").orElse("none");
    if (!scaling.equals("none")) {
      throw refused("llama.rope.scaling.type", scaling, "none");
    }
    int experts = metadata.integer("llama.expert_count").orElse(0);
    if (experts != 0) {
      throw refused("llama.expert_count", experts, "0");
    }
  }

  private ModelException refused(String key, Object value, String supported) {
    return new ModelException(
        "%s has %s = %s; supported is %s.".formatted(metadata.file(), key, value, supported));
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

  private int integer(String key) {
    return metadata.integer(key).orElseThrow(() -> metadata.missing(key));
  }
}
