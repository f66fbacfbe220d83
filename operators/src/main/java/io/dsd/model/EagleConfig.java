package io.dsd.model;

import static java.util.Objects.requireNonNull;

import io.dsd.message.Ints;

/**
 * The shape of a draft in EAGLE-3's checkpoint layout (arXiv 2503.01840).
 *
 * @param layer its one decoder layer, and the target's vocabulary
 * @param tapWidth the width of a target's hidden state
 * @param draftVocabularySize how many tokens it can propose
 * @param tapLayers the layers of the target whose inputs it looks at: a low, a middle and a high
 *     one
 */
public record EagleConfig(
    ModelConfig layer, int tapWidth, int draftVocabularySize, Ints tapLayers) {

  /** How many layers of the target it looks at. */
  public static final int TAPS = 3;

  /** Checks that nothing is null. */
  public EagleConfig {
    requireNonNull(layer, "layer");
    requireNonNull(tapLayers, "tapLayers");
  }

  /** Numbers that one token's taps have, side by side. */
  public int tapsWidth() {
    return TAPS * tapWidth;
  }

  /**
   * Multiplications with weights that one token takes, those by which taps become a feature apart.
   */
  public long products() {
    long width = layer.hiddenSize();
    long heads = layer.attentionHeads() + 2L * layer.keyValueHeads();
    long attention = (2 * heads + layer.attentionHeads()) * layer.headSize();
    return width * (attention + 3L * layer.intermediateSize() + draftVocabularySize);
  }
}
