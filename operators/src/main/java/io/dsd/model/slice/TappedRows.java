package io.dsd.model.slice;

import static java.util.Objects.requireNonNull;

import io.dsd.message.Ints;
import io.dsd.message.round.HiddenStates;

/**
 * What entered chosen layers of a slice.
 *
 * @param layers the layers, counted over the whole model, rising
 * @param rows one row per token, the layers' inputs side by side
 */
public record TappedRows(Ints layers, HiddenStates rows) {

  /** Checks that nothing is null. */
  public TappedRows {
    requireNonNull(layers, "layers");
    requireNonNull(rows, "rows");
  }
}
