package io.dsd.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.dsd.message.Ints;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shape of a decoder from {@code config.json}, in transformers' old and new words. */
final class HuggingFaceConfig {

  private static final Logger LOG = LoggerFactory.getLogger(HuggingFaceConfig.class);
  private static final double DEFAULT_NORM_EPSILON = 1e-6;
  private static final int DEFAULT_CONTEXT = 2048;
  private static final int QWEN3_HEAD_SIZE = 128;
  private static final int MISTRAL_WINDOW = 4096;

  private final Path file;
  private final JsonFields fields;
  private final JsonFields generation;
  private final Family family;

  private HuggingFaceConfig(Path file, JsonFields fields, JsonFields generation) {
    this.file = file;
    this.fields = fields;
    this.generation = generation;
    this.family = family(fields);
  }

  /** Reads {@code config.json} and, for more end tokens, {@code generation_config.json}. */
  static ModelConfig read(Path directory) {
    Path file = directory.resolve(HuggingFaceDirectory.CONFIG);
    JsonFields generation = JsonFields.readIfThere(directory.resolve("generation_config.json"));
    ModelConfig config = new HuggingFaceConfig(file, JsonFields.read(file), generation).config();
    return LlamaConfigs.checked(config, file.toString());
  }

  private ModelConfig config() {
    refuseOthers();
    int hidden = fields.needed("hidden_size");
    int heads = fields.needed("num_attention_heads");
    return new ModelConfig(
        family,
        fields.needed("vocab_size"),
        hidden,
        fields.needed("intermediate_size"),
        fields.needed("num_hidden_layers"),
        heads,
        keyValueHeads(heads),
        headSize(hidden, heads),
        fields.number("rms_norm_eps").orElse(DEFAULT_NORM_EPSILON),
        HuggingFaceRope.read(fields, positions()),
        contextLength(),
        fields.flag("tie_word_embeddings", false),
        endTokens());
  }

  private static Family family(JsonFields fields) {
    JsonNode names =
        fields
            .find("architectures")
            .orElseThrow(() -> fields.refused("architectures", "nothing", Family.architectures()));
    return Family.ofArchitecture(names.size() == 1 ? names.get(0).asText() : "")
        .orElseThrow(() -> fields.refused("architectures", names, Family.architectures()));
  }

  private void refuseOthers() {
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

  /** Absent means one for each query head in a Llama, and some other number in other families. */
  private int keyValueHeads(int heads) {
    return family == Family.LLAMA
        ? fields.integer("num_key_value_heads").orElse(heads)
        : fields.needed("num_key_value_heads");
  }

  private int headSize(int hidden, int heads) {
    return fields
        .integer("head_dim")
        .orElse(family == Family.QWEN3 ? QWEN3_HEAD_SIZE : hidden / Math.max(1, heads));
  }

  private int positions() {
    return fields.integer("max_position_embeddings").orElse(DEFAULT_CONTEXT);
  }

  /** Within its first window a model with a sliding window is one without. */
  private int contextLength() {
    OptionalInt window = window();
    if (window.isEmpty() || window.getAsInt() >= positions()) {
      return positions();
    }
    LOG.warn(
        "{} has sliding_window = {}, which is not supported; the context is limited to it instead of {} tokens.",
        file,
        window.getAsInt(),
        positions());
    return window.getAsInt();
  }

  private OptionalInt window() {
    return switch (family) {
      case LLAMA -> OptionalInt.empty();
      case MISTRAL ->
          fields.has("sliding_window")
              ? fields.integer("sliding_window")
              : OptionalInt.of(MISTRAL_WINDOW);
      case QWEN2, QWEN3 ->
          fields.flag("use_sliding_window", false)
              ? fields.integer("sliding_window")
              : OptionalInt.empty();
    };
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
