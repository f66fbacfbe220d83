package io.dsd.kafka.prompt;

import java.io.Serializable;

/**
 * What holds where a request says nothing.
 *
 * @param maxTokens how many tokens to generate at most, at least 1
 * @param temperature from 0 to 2
 * @param topP above 0, up to 1
 * @param topK how many of the likeliest tokens stay; 0 keeps all
 * @param relaxation how far verdicts may follow the drafter, from 0 (not at all) to 0.9
 */
public record RequestDefaults(
    int maxTokens, double temperature, double topP, int topK, double relaxation)
    implements Serializable {

  /** The most that a request may ask for. */
  public static final double MOST_RELAXED = 0.9;

  /** Checks the ranges, with a message for users. */
  public RequestDefaults {
    if (maxTokens < 1) {
      throw new IllegalArgumentException(
          "the default for max_tokens is %d; it must be at least 1".formatted(maxTokens));
    }
    if (!(temperature >= 0 && temperature <= 2)) {
      throw new IllegalArgumentException(
          "the default for temperature is %s; from 0 to 2 is allowed".formatted(temperature));
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException(
          "the default for top_p is %s; above 0 and up to 1 is allowed".formatted(topP));
    }
    if (topK < 0) {
      throw new IllegalArgumentException(
          "the default for top_k is %d; 0 (all) and more are allowed".formatted(topK));
    }
    if (!(relaxation >= 0 && relaxation <= MOST_RELAXED)) {
      throw new IllegalArgumentException(
          "the default for relaxation is %s; from 0 to %s is allowed"
              .formatted(relaxation, MOST_RELAXED));
    }
  }

  /** 256 tokens at temperature 1, nothing cut off: OpenAI's defaults, but for the tokens. */
  public static RequestDefaults standard() {
    return new RequestDefaults(256, 1, 1, 0, 0);
  }
}
