package io.dsd.model.slice;

import static java.util.Objects.requireNonNull;

import io.dsd.message.round.HiddenStates;
import io.dsd.speculate.sampling.Logits;
import java.util.Optional;

/** What a forward pass yields for one lane. */
public sealed interface LaneResult {

  /** What entered the layers that the slice taps; empty if it taps none. */
  Optional<TappedRows> taps();

  /**
   * From a slice that is not the last.
   *
   * @param hidden one row per token
   */
  record Hidden(HiddenStates hidden, Optional<TappedRows> taps) implements LaneResult {

    /** Checks that nothing is null. */
    public Hidden {
      requireNonNull(hidden, "hidden");
      requireNonNull(taps, "taps");
    }

    /** From a slice without taps. */
    public Hidden(HiddenStates hidden) {
      this(hidden, Optional.empty());
    }
  }

  /**
   * From the last slice.
   *
   * @param logits one row per wanted token
   */
  record Scores(Logits logits, Optional<TappedRows> taps) implements LaneResult {

    /** Checks that nothing is null. */
    public Scores {
      requireNonNull(logits, "logits");
      requireNonNull(taps, "taps");
    }

    /** From a slice without taps. */
    public Scores(Logits logits) {
      this(logits, Optional.empty());
    }
  }
}
