package io.dsd.job.bench.result;

import java.util.List;

/**
 * What one job did at one turn of a measurement: its prompts were decoded without a pause. What is
 * counted here is what Flink's metrics say.
 *
 * @param mode how it decoded
 * @param seconds from the first prompt to the last completion
 * @param tokens tokens that were committed
 * @param rounds rounds that brought a verdict
 * @param ahead blocks that were sent while another of their sequence was on its way
 * @param cancelled those of them that a verdict made void
 * @param linkBytes what Flink sent from each slice to the next one and to the tail
 * @param busy the share of the time in which each slice worked
 */
public record Portion(
    String mode,
    double seconds,
    long tokens,
    long rounds,
    long ahead,
    long cancelled,
    long linkBytes,
    List<Double> busy) {

  /** Keeps a copy. */
  public Portion {
    busy = List.copyOf(busy);
  }
}
