package io.dsd.job.bench.trace;

/**
 * One forward pass of a slice.
 *
 * @param slice its number, from 0 on
 * @param startNanos by the machine's clock that never jumps
 * @param endNanos by the same
 * @param sequences of how many sequences tokens were among it
 * @param promptTokens tokens of prompts whose next token nobody asked for
 * @param blockTokens tokens of blocks, all nodes of their trees
 */
public record Pass(
    int slice, long startNanos, long endNanos, int sequences, int promptTokens, int blockTokens) {

  /** As a line of text. */
  String line() {
    return "%d,%d,%d,%d,%d,%d"
        .formatted(slice, startNanos, endNanos, sequences, promptTokens, blockTokens);
  }

  /** The pass of a line. */
  static Pass of(String line) {
    String[] parts = line.split(",", -1);
    return new Pass(
        Integer.parseInt(parts[0]),
        Long.parseLong(parts[1]),
        Long.parseLong(parts[2]),
        Integer.parseInt(parts[3]),
        Integer.parseInt(parts[4]),
        Integer.parseInt(parts[5]));
  }
}
