package io.dsd.loop;

import io.dsd.message.round.Batch;

/** Where a loop begins: takes what the tail brings back. */
@FunctionalInterface
public interface LoopHead {

  /** Hands a batch over; never blocks, and does nothing once the head has ended. */
  void post(Batch batch);
}
