package io.dsd.job.options;

/** Where the draft runs, with the source of prompts, the tail and the sinks. */
public enum DraftPlace {
  /** In the slot of the first slice. */
  SLICE_0,
  /** In a slot of its own. */
  APART
}
