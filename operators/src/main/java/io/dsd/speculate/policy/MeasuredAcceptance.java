package io.dsd.speculate.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Acceptance counted as verdicts come, newer ones weighing more. A depth that was hardly tried is
 * taken to be like the one before it: a drafter that is worse further on is found out by trying.
 * What one sequence does not tell yet is taken from all sequences.
 */
public final class MeasuredAcceptance {

  private static final int DEEPEST = 48;
  private static final int RANKS = AcceptanceTable.USUAL_RANKS.size() + 1;
  private static final double UNKNOWN = 0.7;
  private static final double HIGHEST = 0.99;

  // of what a depth takes from the one before it: drafters tire, but not at once
  private static final double NEIGHBOUR = 24;

  // from so many trials on a chance of all sequences says anything about one of them
  private static final int TELLING = 16;

  private final Optional<MeasuredAcceptance> all;
  private final double kept;
  private final PriorWeight weightOfAll = new PriorWeight();
  private final double[] tried = new double[DEEPEST + 1];
  private final double[] accepted = new double[DEEPEST + 1];
  private final double[] rankTried = new double[RANKS + 1];
  private final double[] rankAccepted = new double[RANKS + 1];

  private MeasuredAcceptance(Optional<MeasuredAcceptance> all, double memory) {
    this.all = all;
    this.kept = 1 - 1 / memory;
  }

  /** For all sequences of one drafter together. */
  public static MeasuredAcceptance ofAll() {
    return new MeasuredAcceptance(Optional.empty(), 4096);
  }

  /** For one sequence; what it counts, all count. */
  public MeasuredAcceptance ofOne() {
    return new MeasuredAcceptance(Optional.of(this), 256);
  }

  /** Counts a walk; one without steps tells nothing. */
  public void observe(Walk walk) {
    if (walk.tried().isEmpty()) {
      return;
    }
    all.ifPresent(
        others -> {
          compare(others, walk);
          others.observe(walk);
        });
    fade(tried);
    fade(accepted);
    fade(rankTried);
    fade(rankAccepted);
    for (int step = 0; step < walk.tried().size(); step++) {
      int depth = Math.min(DEEPEST, walk.before() + step + 1);
      int taken = walk.taken().get(step);
      tried[depth]++;
      accepted[depth] += taken == 1 ? 1 : 0;
      for (int rank = 2; taken != 1 && rank <= Math.min(RANKS, walk.tried().get(step)); rank++) {
        rankTried[rank]++;
        rankAccepted[rank] += taken == rank ? 1 : 0;
      }
    }
  }

  /** Lets the first step of a walk tell how much of all sequences is true of this one. */
  private void compare(MeasuredAcceptance others, Walk walk) {
    int depth = Math.min(DEEPEST, walk.before() + 1);
    if (others.tried[depth] >= TELLING) {
      others.weightOfAll.observe(
          accepted[depth],
          tried[depth],
          others.accepted[depth] / others.tried[depth],
          walk.taken().get(0) == 1);
    }
  }

  /** What the prior counts for, in trials. */
  private double priorWeight() {
    return all.map(others -> others.weightOfAll.best()).orElse(NEIGHBOUR);
  }

  private void fade(double[] counts) {
    for (int index = 0; index < counts.length; index++) {
      counts[index] *= kept;
    }
  }

  /** What is known now. */
  public AcceptanceTable estimate() {
    Optional<AcceptanceTable> others = all.map(MeasuredAcceptance::estimate);
    double priorWeight = priorWeight();
    List<Double> byDepth = new ArrayList<>();
    double before = UNKNOWN;
    double ratio = 1;
    for (int depth = 1; depth <= DEEPEST; depth++) {
      double other = others.isPresent() ? others.get().at(depth) : before;
      double prior = Math.min(HIGHEST, other * ratio);
      before = (accepted[depth] + priorWeight * prior) / (tried[depth] + priorWeight);
      ratio = others.isPresent() && other > 0 ? before / other : 1;
      byDepth.add(before);
    }
    return new AcceptanceTable(byDepth, byRank(others));
  }

  private List<Double> byRank(Optional<AcceptanceTable> others) {
    double priorWeight = priorWeight();
    List<Double> shares = new ArrayList<>();
    double left = 1;
    for (int rank = 2; rank <= RANKS; rank++) {
      double prior =
          others.isPresent()
              ? others.get().caught(rank)
              : AcceptanceTable.USUAL_RANKS.get(rank - 2);
      double share = (rankAccepted[rank] + priorWeight * prior) / (rankTried[rank] + priorWeight);
      shares.add(Math.min(left, share));
      left -= shares.get(rank - 2);
    }
    return shares;
  }
}
