package io.dsd.message.round;

/**
 * What slices spent on a block, summed along its way.
 *
 * @param computeNanos forward passes that the block took part in, in nanoseconds
 * @param queueNanos waiting for a forward pass, in nanoseconds
 * @param batchTokens how many tokens these forward passes had, those of other blocks included; 0 if
 *     it is not known
 */
public record SliceTimes(long computeNanos, long queueNanos, int batchTokens) {

  /** Nothing spent yet. */
  public static final SliceTimes ZERO = new SliceTimes(0, 0, 0);

  /** These and one forward pass more. */
  public SliceTimes plus(long moreCompute, long moreQueue, int moreTokens) {
    return new SliceTimes(
        computeNanos + moreCompute, queueNanos + moreQueue, batchTokens + moreTokens);
  }
}
