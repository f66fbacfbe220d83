package io.dsd.message.round;

/**
 * What slices spent on a block, summed along its way.
 *
 * @param computeNanos forward passes that the block took part in, in nanoseconds
 * @param queueNanos waiting for a forward pass, in nanoseconds
 */
public record SliceTimes(long computeNanos, long queueNanos) {

  /** Nothing spent yet. */
  public static final SliceTimes ZERO = new SliceTimes(0, 0);

  /** These and those together. */
  public SliceTimes plus(long moreCompute, long moreQueue) {
    return new SliceTimes(computeNanos + moreCompute, queueNanos + moreQueue);
  }
}
