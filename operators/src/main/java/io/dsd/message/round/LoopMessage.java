package io.dsd.message.round;

import io.dsd.message.SequenceId;

/** A message of the loop. Whoever gets one of an epoch other than the current one drops it. */
public sealed interface LoopMessage
    permits Block, Activation, Verdict, Rebase, Cancel, Release, Share, Retain, Taps {

  /** The sequence it is about. */
  SequenceId sequence();

  /** The incarnation of the draft subtask that started it. */
  long epoch();
}
