package io.dsd.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.dsd.message.Ints;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** The shape of a Llama decoder from {@code config.json}, in transformers' old and new words. */
final class HuggingFaceConfig {

  private static final double DEFAULT_ROPE_THETA = 10_000;
  private static final double DEFAULT_NORM_EPSILON = 1e-6;
  private static final int DEFAULT_CONTEXT = 2048;

  private final JsonFields fields;
  private final JsonFields generation;

  private HuggingFaceConfig(JsonFields fields, JsonFields generation) {
    this.fields = fields;
    this.generation = generation;
  }

  /** Reads {@code config.json} and, for more end tokens, {@code generation_config.json}. */
  static ModelConfig read(Path directory) {
    Path file = directory.resolve(HuggingFaceDirectory.CONFIG);
    JsonFields generation = JsonFields.readIfThere(directory.resolve("generation_config.json"));
    ModelConfig config = new HuggingFaceConfig(JsonFields.read(file), generation).config();
    return LlamaConfigs.checked(config, file.toString());
  }

  private ModelConfig config() {
    refuseOthers();
    int hidden = fields.needed("hidden_size");
    int heads = fields.needed("num_attention_heads");
    return new ModelConfig(
        "llama",
        fields.needed("vocab_size"),
        hidden,
        fields.needed("intermediate_size"),
        fields.needed("num_hidden_layers"),
        heads,
        fields.integer("num_key_value_heads").orElse(heads),
        fields.integer("head_dim").orElse(hidden / Math.max(1, heads)),
        fields.number("rms_norm_eps").orElse(DEFAULT_NORM_EPSILON),
        ropeTheta(),
        fields.integer("max_position_embeddings").orElse(DEFAULT_CONTEXT),
        fields.flag("tie_word_embeddings", false),
        endTokens());
  }

  private void refuseOthers() {
    String architecture = fields.find("architectures").map(JsonNode::toString).orElse("nothing");
    if (!architecture.equals("[\"LlamaForCausalLM\"]")) {
      throw fields.refused("architectures", architecture, "[\"LlamaForCausalLM\"]");
    }
    String activation = fields.text("hidden_act").orElse("silu");
    if (!activation.equals("silu")) {
      throw fields.refused("hidden_act", activation, "silu");
    }
    for (String bias : new String[] {"attention_bias", "mlp_bias"}) {
      if (fields.flag(bias, false)) {
        throw fields.refused(bias, true, "false");
      }
    }
    fields
        .find("quantization_config")
        .ifPresent(
            found -> {
              throw fields.refused("quantization_config", found, "none: F32, F16 or BF16 weights");
            });
  }

  private double ropeTheta() {
    for (String field : new String[] {"rope_scaling", "rope_parameters"}) {
      JsonFields rope = fields.fields(field);
      String type = rope.text("rope_type").or(() -> rope.text("type")).orElse("default");
      if (!type.equals("default")) {
        throw fields.refused(field, type, "default (no scaling)");
      }
    }
    return fields
        .fields("rope_parameters")
        .number("rope_theta")
        .orElse(fields.number("rope_theta").orElse(DEFAULT_ROPE_THETA));
  }

  private Ints endTokens() {
    return Ints.of(
        IntStream.concat(
                fields.integers("eos_token_id").stream(),
                generation.integers("eos_token_id").stream())
            .distinct()
            .toArray());
  }
}
