package io.dsd.model.eagle;

import static java.util.Objects.requireNonNull;

import io.dsd.speculate.sampling.Logits;

/**
 * What the draft network yields for one lane.
 *
 * @param outputs one row per token: the features of the tokens that are guessed next
 * @param logits over the draft vocabulary, one row per wanted token
 */
public record FeatureResult(Features outputs, Logits logits) {

  /** Checks that nothing is null. */
  public FeatureResult {
    requireNonNull(outputs, "outputs");
    requireNonNull(logits, "logits");
  }
}
