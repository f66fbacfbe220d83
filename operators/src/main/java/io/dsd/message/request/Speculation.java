package io.dsd.message.request;

import static java.util.Objects.requireNonNull;

import io.dsd.message.round.Leeway;

/**
 * What speculation did for one sequence, summed over its rounds. The four times add up to the time
 * from the first block to the last verdict, but for what a replay cost: each moment is counted
 * once, also while several blocks are on their way.
 *
 * @param drafter the name of the drafter that the job has: {@code none}, {@code ngram}, ...
 * @param rounds trips around the loop that brought a verdict
 * @param drafted drafted tokens that were verified
 * @param accepted drafted tokens that were accepted
 * @param committed tokens committed by those rounds, bonus tokens included
 * @param draftNanos time in which the drafter was waited for, in nanoseconds
 * @param sliceNanos time the slices computed, in nanoseconds, prefill included
 * @param queueNanos time blocks waited in the slices' queues, in nanoseconds
 * @param linkNanos the rest of the round trips: links, serialisation, scheduling, in nanoseconds
 * @param replays how often the sequence was replayed after a restart or an eviction
 * @param blocks what became of its blocks
 * @param leeway what relaxed verification made of its verdicts
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
    int replays,
    BlockCounts blocks,
    Leeway leeway) {

  /** Checks that the drafter is named. */
  public Speculation {
    requireNonNull(drafter, "drafter");
    requireNonNull(blocks, "blocks");
    requireNonNull(leeway, "leeway");
  }

  /** What speculation did if all verdicts were strict. */
  public Speculation(
      String drafter,
      int rounds,
      int drafted,
      int accepted,
      int committed,
      long draftNanos,
      long sliceNanos,
      long queueNanos,
      long linkNanos,
      int replays,
      BlockCounts blocks) {
    this(
        drafter,
        rounds,
        drafted,
        accepted,
        committed,
        draftNanos,
        sliceNanos,
        queueNanos,
        linkNanos,
        replays,
        blocks,
        Leeway.NONE);
  }

  /** Nothing done yet. */
  public static Speculation none(String drafter) {
    return new Speculation(drafter, 0, 0, 0, 0, 0, 0, 0, 0, 0, BlockCounts.none());
  }

  /** These and one round more, with what it committed. */
  public Speculation plusRound(
      int moreDrafted, int moreAccepted, int moreCommitted, BlockCounts blocksWithIt) {
    return new Speculation(
        drafter,
        rounds + 1,
        drafted + moreDrafted,
        accepted + moreAccepted,
        committed + moreCommitted,
        draftNanos,
        sliceNanos,
        queueNanos,
        linkNanos,
        replays,
        blocksWithIt,
        leeway);
  }

  /** These and more time. */
  public Speculation plusNanos(long draft, long slice, long queue, long link) {
    return new Speculation(
        drafter,
        rounds,
        drafted,
        accepted,
        committed,
        draftNanos + draft,
        sliceNanos + slice,
        queueNanos + queue,
        linkNanos + link,
        replays,
        blocks,
        leeway);
  }

  /** These and what was relaxed. */
  public Speculation plus(Leeway more) {
    return new Speculation(
        drafter,
        rounds,
        drafted,
        accepted,
        committed,
        draftNanos,
        sliceNanos,
        queueNanos,
        linkNanos,
        replays,
        blocks,
        leeway.plus(more));
  }

  /** These and one replay more. */
  public Speculation plusReplay() {
    return new Speculation(
        drafter,
        rounds,
        drafted,
        accepted,
        committed,
        draftNanos,
        sliceNanos,
        queueNanos,
        linkNanos,
        replays + 1,
        blocks,
        leeway);
  }

  /** Tokens committed per round, the bonus token included; 0 before the first round. */
  public double acceptanceLength() {
    return rounds == 0 ? 0 : (double) committed / rounds;
  }
}
