package io.dsd.model.slice;

import java.io.Serializable;

/**
 * What a slice runs on.
 *
 * @param speed how fast it computes, beside others
 * @param memoryBytes what a slice may take there, its weights and KV rows together
 */
public record Machine(double speed, long memoryBytes) implements Serializable {

  /** Checks that it computes at all. */
  public Machine {
    if (!(speed > 0 && Double.isFinite(speed)) || memoryBytes < 0) {
      throw new IllegalArgumentException(
          "a machine of speed %s with %d bytes".formatted(speed, memoryBytes));
    }
  }

  /** One whose memory does not matter. */
  public static Machine ofSpeed(double speed) {
    return new Machine(speed, Long.MAX_VALUE);
  }
}
