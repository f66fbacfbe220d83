package io.dsd.job.bench.trace;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the slices did for a while.
 *
 * @param concurrency how many sequences were decoded at the same time
 * @param slices how many slices there were
 * @param startNanos when the while began
 * @param endNanos when it ended
 * @param passes the forward passes that overlap it, by their start
 */
public record Trace(
    int concurrency, int slices, long startNanos, long endNanos, List<Pass> passes) {

  /** Keeps a copy in order. */
  public Trace {
    passes = passes.stream().sorted(Comparator.comparingLong(Pass::startNanos)).toList();
  }

  /**
   * The while with the most prompt tokens: there, prompts are most in the way of blocks.
   *
   * @param passes all of a run, one at least
   * @param nanos how long the while is
   */
  public static Trace busiest(int concurrency, int slices, List<Pass> passes, long nanos) {
    long best = -1;
    long start = passes.get(0).startNanos();
    for (Pass first : passes.stream().filter(pass -> pass.promptTokens() > 0).toList()) {
      long from = first.startNanos();
      long tokens =
          passes.stream()
              .filter(pass -> pass.startNanos() >= from && pass.endNanos() <= from + nanos)
              .mapToLong(Pass::promptTokens)
              .sum();
      if (tokens > best) {
        best = tokens;
        start = from;
      }
    }
    long begin = start;
    return new Trace(
        concurrency,
        slices,
        begin,
        begin + nanos,
        passes.stream()
            .filter(pass -> pass.endNanos() > begin && pass.startNanos() < begin + nanos)
            .toList());
  }

  /** The share of the while in which so many slices worked at the same time, from none on. */
  public List<Double> atOnce() {
    long[] nanos = new long[slices + 1];
    List<Long> edges =
        passes.stream()
            .flatMap(pass -> Stream.of(clip(pass.startNanos()), clip(pass.endNanos())))
            .distinct()
            .sorted()
            .toList();
    long before = startNanos;
    for (long edge : edges) {
      // At a single moment a slice's pass may end while its next begins.
      if (edge > before) {
        nanos[working(before, edge)] += edge - before;
        before = edge;
      }
    }
    nanos[0] += endNanos - before;
    double all = endNanos - startNanos;
    return IntStream.rangeClosed(0, slices).mapToObj(count -> nanos[count] / all).toList();
  }

  private long clip(long time) {
    return Math.max(startNanos, Math.min(endNanos, time));
  }

  private int working(long from, long to) {
    return (int)
        passes.stream().filter(pass -> pass.startNanos() <= from && pass.endNanos() >= to).count();
  }

  /** The longest time in which the last slice computed no block, in nanoseconds. */
  public long longestWithoutBlocks() {
    long longest = 0;
    long before = startNanos;
    for (Pass pass : passes) {
      if (pass.slice() == slices - 1 && pass.blockTokens() > 0) {
        longest = Math.max(longest, clip(pass.startNanos()) - before);
        before = Math.max(before, clip(pass.endNanos()));
      }
    }
    return Math.max(longest, endNanos - before);
  }

  /** Tokens of prompts that were computed. */
  public int promptTokens() {
    return passes.stream()
        .filter(pass -> pass.slice() == slices - 1)
        .mapToInt(Pass::promptTokens)
        .sum();
  }
}
