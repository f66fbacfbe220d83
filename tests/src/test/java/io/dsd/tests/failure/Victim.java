package io.dsd.tests.failure;

/** Where a fault strikes. */
enum Victim {
  /** The draft operator, on its mailbox thread, while it turns tokens into text. */
  DRAFT,
  /** The drafter, on the draft's worker thread. */
  DRAFTER,
  /** A forward pass of the first slice. */
  SLICE_0,
  /** A forward pass of the middle slice. */
  SLICE_1,
  /** A forward pass of the last slice. */
  SLICE_2,
  /** The sink of completions, while it writes. */
  SINK_WRITE,
  /** The sink of completions, when a checkpoint asks for its transaction. */
  SINK_PRECOMMIT,
  /** The sink of completions, when it is told to commit. */
  SINK_COMMIT;

  static Victim slice(int slice) {
    return valueOf("SLICE_" + slice);
  }
}
