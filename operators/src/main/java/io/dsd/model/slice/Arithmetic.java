package io.dsd.model.slice;

import static java.util.Objects.requireNonNull;

import io.dsd.message.round.ComputeType;
import io.dsd.message.round.RowType;
import io.dsd.model.checkpoint.WeightForm;
import java.io.Serializable;

/**
 * How a slice computes.
 *
 * @param type the number type
 * @param weights in what form weights are computed with, where the model and the device allow it
 * @param device what it computes on
 * @param rows the form that hidden states leave it in
 */
public record Arithmetic(ComputeType type, WeightForm weights, ComputeDevice device, RowType rows)
    implements Serializable {

  /** Checks that nothing is null. */
  public Arithmetic {
    requireNonNull(type, "type");
    requireNonNull(weights, "weights");
    requireNonNull(device, "device");
    requireNonNull(rows, "rows");
  }

  /** On the CPU, with all weights and hidden states in that type. */
  public static Arithmetic of(ComputeType type) {
    return new Arithmetic(type, WeightForm.UNPACKED, new ComputeDevice.Cpu(), RowType.of(type));
  }

  /** The same with weights in another form. */
  public Arithmetic with(WeightForm other) {
    return new Arithmetic(type, other, device, rows);
  }

  /** The same on another device. */
  public Arithmetic on(ComputeDevice other) {
    return new Arithmetic(type, weights, other, rows);
  }

  /** The same whose hidden states leave in another form. */
  public Arithmetic sending(RowType other) {
    return new Arithmetic(type, weights, device, other);
  }
}
