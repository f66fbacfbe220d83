package io.dsd.model;

/** What must hold of a decoder's shape, whichever file it was read from. */
public final class LlamaConfigs {

  private static final int MOST_LAYERS = 10_000;
  private static final int LARGEST_HEAD = 65_536;

  private LlamaConfigs() {}

  /**
   * The same config, if a decoder can have it.
   *
   * @param source what to call its origin in errors
   * @throws ModelException naming what cannot be
   */
  public static ModelConfig checked(ModelConfig config, String source) {
    positive("vocabulary size", config.vocabularySize(), source);
    positive("hidden size", config.hiddenSize(), source);
    positive("intermediate size", config.intermediateSize(), source);
    positive("number of layers", config.layers(), source);
    positive("number of attention heads", config.attentionHeads(), source);
    positive("number of key and value heads", config.keyValueHeads(), source);
    positive("head size", config.headSize(), source);
    positive("context length", config.contextLength(), source);
    require(config.layers() <= MOST_LAYERS, source, "%d layers".formatted(config.layers()));
    require(
        config.attentionHeads() % config.keyValueHeads() == 0,
        source,
        "%d attention heads, which its %d key and value heads do not divide"
            .formatted(config.attentionHeads(), config.keyValueHeads()));
    require(config.headSize() % 2 == 0, source, "the odd head size " + config.headSize());
    require(config.headSize() <= LARGEST_HEAD, source, "the head size " + config.headSize());
    require(
        (long) config.attentionHeads() * config.headSize() <= Integer.MAX_VALUE,
        source,
        "%d attention heads of size %d".formatted(config.attentionHeads(), config.headSize()));
    require(
        config.normEpsilon() >= 0 && config.normEpsilon() < 1,
        source,
        "a norm epsilon of " + config.normEpsilon());
    require(
        config.rope().theta() > 0 && Double.isFinite(config.rope().theta()),
        source,
        "a rope theta of " + config.rope().theta());
    for (float frequency : config.rope().frequencies(config.headSize())) {
      require(
          Float.isFinite(frequency) && frequency >= 0,
          source,
          "the rotary frequency %s with %s".formatted(frequency, config.rope()));
    }
    config.endTokens().stream()
        .forEach(
            token ->
                require(
                    token >= 0 && token < config.vocabularySize(),
                    source,
                    "the end token %d outside its vocabulary of %d"
                        .formatted(token, config.vocabularySize())));
    return config;
  }

  private static void positive(String what, int value, String source) {
    require(value > 0, source, "%s %d".formatted(what, value));
  }

  private static void require(boolean holds, String source, String found) {
    if (!holds) {
      throw new ModelException(
          "%s describes no usable decoder: it has %s.".formatted(source, found));
    }
  }
}
