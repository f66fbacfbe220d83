package io.dsd.operator.slice;

import io.dsd.message.round.Batch;
import io.dsd.operator.type.MessageTypes;
import org.apache.flink.util.OutputTag;

/** The side output of a slice that is not the last. */
public final class SliceOutputs {

  /** Straight to the tail: taps, and which sequences have ended. */
  public static final OutputTag<Batch> TAPS = new OutputTag<>("taps", MessageTypes.batch());

  private SliceOutputs() {}
}
