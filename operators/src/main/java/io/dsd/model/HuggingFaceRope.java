package io.dsd.model;

import java.util.OptionalDouble;

/**
 * Rotary frequencies from {@code config.json}: {@code rope_scaling} beside {@code rope_theta}, or
 * both in {@code rope_parameters}. Where a file has both, the old word wins, as in transformers.
 */
final class HuggingFaceRope {

  private static final double DEFAULT_THETA = 10_000;

  private final JsonFields config;
  private final String word;
  private final JsonFields fields;

  private HuggingFaceRope(JsonFields config) {
    this.config = config;
    this.word = config.find("rope_scaling").isPresent() ? "rope_scaling" : "rope_parameters";
    this.fields = config.fields(word);
  }

  /**
   * The frequencies that {@code config} describes.
   *
   * @param positions the model's context, which stands for an original one that is not given
   */
  static Rope read(JsonFields config, int positions) {
    HuggingFaceRope rope = new HuggingFaceRope(config);
    double theta =
        rope.fields.number("rope_theta").orElse(config.number("rope_theta").orElse(DEFAULT_THETA));
    return new Rope(theta, rope.scaling(positions));
  }

  private RopeScaling scaling(int positions) {
    for (JsonFields place : new JsonFields[] {config, fields}) {
      OptionalDouble share = place.number("partial_rotary_factor");
      if (share.isPresent() && share.getAsDouble() != 1) {
        throw place.refused("partial_rotary_factor", share.getAsDouble(), "1");
      }
    }
    String type = fields.text("rope_type").or(() -> fields.text("type")).orElse("default");
    return switch (type) {
      case "default" -> new RopeScaling.None();
      case "linear" -> new RopeScaling.Linear(number("factor"));
      case "llama3" ->
          new RopeScaling.Llama3(
              number("factor"),
              number("low_freq_factor"),
              number("high_freq_factor"),
              config
                  .integer("original_max_position_embeddings")
                  .orElse(fields.integer("original_max_position_embeddings").orElse(positions)));
      default -> throw config.refused(word, type, "default, linear or llama3");
    };
  }

  private double number(String field) {
    return fields
        .number(field)
        .orElseThrow(() -> config.refused(word, "a scaling without " + field, "one that has it"));
  }
}
