package io.dsd.message.request;

import static java.util.Objects.requireNonNull;

import io.dsd.message.round.Leeway;

/**
 * What speculation did for one sequence, summed over its rounds.
 *
 * @param drafter the name of the drafter that the job has: {@code none}, {@code ngram}, ...
 * @param rounds trips around the loop that brought a verdict
 * @param drafted drafted tokens that were verified
 * @param accepted drafted tokens that were accepted
 * @param committed tokens committed by those rounds, bonus tokens included
 * @param spent the time from the first block to the last verdict, but for what a replay cost
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
    TimeSpent spent,
    int replays,
    BlockCounts blocks,
    Leeway leeway) {

  /** Checks that nothing is null. */
  public Speculation {
    requireNonNull(drafter, "drafter");
    requireNonNull(spent, "spent");
    requireNonNull(blocks, "blocks");
    requireNonNull(leeway, "leeway");
  }

  /** Nothing done yet. */
  public static Speculation none(String drafter) {
    return new Speculation(drafter, 0, 0, 0, 0, TimeSpent.NONE, 0, BlockCounts.none(), Leeway.NONE);
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
        spent,
        replays,
        blocksWithIt,
        leeway);
  }

  /** These and more time. */
  public Speculation plus(TimeSpent more) {
    return new Speculation(
        drafter, rounds, drafted, accepted, committed, spent.plus(more), replays, blocks, leeway);
  }

  /** These and what was relaxed. */
  public Speculation plus(Leeway more) {
    return new Speculation(
        drafter, rounds, drafted, accepted, committed, spent, replays, blocks, leeway.plus(more));
  }

  /** These and one replay more. */
  public Speculation plusReplay() {
    return new Speculation(
        drafter, rounds, drafted, accepted, committed, spent, replays + 1, blocks, leeway);
  }

  /** Tokens committed per round, the bonus token included; 0 before the first round. */
  public double acceptanceLength() {
    return rounds == 0 ? 0 : (double) committed / rounds;
  }
}
