package io.dsd.message.round;

import static java.util.Objects.requireNonNull;

import io.dsd.message.Bytes;

/**
 * The hidden states {@code [rows, width]} that one slice hands to the next: row-major,
 * little-endian.
 *
 * @param type the type of each number
 * @param rows one per token of the block
 * @param width the model's hidden size
 * @param data {@code rows * width} numbers
 */
public record HiddenStates(ComputeType type, int rows, int width, Bytes data) {

  /** Checks that the data has the size that the shape asks for. */
  public HiddenStates {
    requireNonNull(type, "type");
    long expected = (long) rows * width * type.bytes();
    if (rows < 0 || width < 0 || data.size() != expected) {
      throw new IllegalArgumentException(
          "hidden states [%d, %d] of %s need %d bytes, got %d"
              .formatted(rows, width, type, expected, data.size()));
    }
  }
}
