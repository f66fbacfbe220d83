package io.dsd.message.request;

import static java.util.Objects.requireNonNull;

/**
 * What speculation did for one sequence, summed over its rounds.
 *
 * @param drafter the drafter's name: {@code none}, {@code ngram} or {@code model}
 * @param rounds trips around the loop that brought a verdict
 * @param drafted drafted tokens that were verified
 * @param accepted drafted tokens that were accepted
 * @param committed tokens committed by those rounds, bonus tokens included
 * @param draftNanos time spent proposing, in nanoseconds
 * @param sliceNanos time the slices computed, in nanoseconds, prefill included
 * @param queueNanos time blocks waited in the slices' queues, in nanoseconds
 * @param linkNanos the rest of the round trips: links, serialisation, scheduling, in nanoseconds
 * @param replays how often the sequence was replayed after a restart or an eviction
 */
public record Speculation(
    String drafter,
    int rounds,
    int drafted,
    int accepted,
    int committed,
    long draftNanos,
    long sliceNanos,
    long queueNanos,
    long linkNanos,
    int replays) {

  /** Checks that the drafter is named. */
  public Speculation {
    requireNonNull(drafter, "drafter");
  }

  /** Nothing done yet. */
  public static Speculation none(String drafter) {
    return new Speculation(drafter, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  /** Tokens committed per round, the bonus token included; 0 before the first round. */
  public double acceptanceLength() {
    return rounds == 0 ? 0 : (double) committed / rounds;
  }
}
