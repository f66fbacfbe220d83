package io.dsd.model.slice;

import io.dsd.message.round.HiddenStates;
import io.dsd.speculate.sampling.Logits;

/** What a forward pass yields for one lane. */
public sealed interface LaneResult {

  /**
   * From a slice that is not the last.
   *
   * @param hidden one row per token
   */
  record Hidden(HiddenStates hidden) implements LaneResult {}

  /**
   * From the last slice.
   *
   * @param logits one row per wanted token
   */
  record Scores(Logits logits) implements LaneResult {}
}
