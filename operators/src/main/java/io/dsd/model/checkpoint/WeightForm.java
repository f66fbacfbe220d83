package io.dsd.model.checkpoint;

/** In what form a slice computes with the weights of its layers. */
public enum WeightForm {
  /**
   * What the checkpoint stores in four bits stays so for small blocks, where reading weights is
   * what takes time; large blocks use the same weights unpacked. Other weights are unpacked.
   */
  AUTO,
  /** All weights in the type of the computation. */
  UNPACKED,
  /**
   * As {@link #AUTO}, with weights that are stored otherwise rounded to four bits: another model.
   */
  INT4
}
