package io.dsd.job.demo;

import java.util.Locale;

/**
 * What a demonstration did.
 *
 * @param completed prompts that were answered
 * @param failed prompts that got an error
 * @param tokens generated tokens
 * @param rounds trips around the loop
 * @param drafter who drafted
 * @param committed tokens that the rounds committed
 * @param startSeconds from the start of the broker until every part of the job was running
 * @param seconds from the first prompt sent, to a job that was running, to the last token shown
 */
public record Summary(
    int completed,
    int failed,
    int tokens,
    int rounds,
    String drafter,
    double committed,
    double startSeconds,
    double seconds) {

  /** The summary in one line. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "%d completed, %d failed; started in %.1f s; %d tokens in %.1f s, %.1f tokens/s from the first prompt sent to the last token; %d rounds, drafted by %s, acceptance length %.2f",
        completed,
        failed,
        startSeconds,
        tokens,
        seconds,
        seconds > 0 ? tokens / seconds : 0,
        rounds,
        drafter,
        rounds > 0 ? committed / rounds : 0);
  }
}
