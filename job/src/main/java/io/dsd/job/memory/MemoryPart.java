package io.dsd.job.memory;

import static java.util.Objects.requireNonNull;

/**
 * One summand of a slice's memory.
 *
 * @param name what it is for
 * @param bytes how much
 * @param reason how the number comes about
 */
public record MemoryPart(String name, long bytes, String reason) {

  /** Checks that it is named and explained, and no debt. */
  public MemoryPart {
    requireNonNull(name, "name");
    requireNonNull(reason, "reason");
    if (bytes < 0) {
      throw new IllegalArgumentException("%s: %d bytes".formatted(name, bytes));
    }
  }
}
