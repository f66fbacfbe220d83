package io.dsd.job.demo;

import java.util.Locale;

/**
 * What a demonstration did.
 *
 * @param completed prompts that were answered
 * @param failed prompts that got an error
 * @param tokens generated tokens
 * @param rounds trips around the loop
 * @param committed tokens that the rounds committed
 * @param seconds from the first prompt sent to the last token shown
 */
public record Summary(
    int completed, int failed, int tokens, int rounds, double committed, double seconds) {

  /** The summary in one line. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "%d completed, %d failed: %d tokens in %.1f s, %.1f tokens/s; %d rounds, acceptance length %.2f",
        completed,
        failed,
        tokens,
        seconds,
        seconds > 0 ? tokens / seconds : 0,
        rounds,
        rounds > 0 ? committed / rounds : 0);
  }
}
