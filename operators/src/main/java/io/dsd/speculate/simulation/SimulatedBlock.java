package io.dsd.speculate.simulation;

/** A block on its way. */
final class SimulatedBlock {

  private final SimulatedSequence sequence;
  private final DraftedTree tree;
  private final int before;
  private final double sentAt;
  private double waitingSince;
  private double computed;
  private double queued;
  private double batches;
  private double cancelledAt = Double.POSITIVE_INFINITY;

  SimulatedBlock(SimulatedSequence sequence, DraftedTree tree, int before, double sentAt) {
    this.sequence = sequence;
    this.tree = tree;
    this.before = before;
    this.sentAt = sentAt;
  }

  SimulatedSequence sequence() {
    return sequence;
  }

  DraftedTree tree() {
    return tree;
  }

  /** How many guessed tokens lay before its drafted ones when it was drafted. */
  int before() {
    return before;
  }

  double sentAt() {
    return sentAt;
  }

  double computed() {
    return computed;
  }

  double queued() {
    return queued;
  }

  /** The tokens of all batches that it was in. */
  double batches() {
    return batches;
  }

  void waits(double now) {
    waitingSince = now;
  }

  void compute(double now, double millis, int batch) {
    queued += now - waitingSince;
    computed += millis;
    batches += batch;
  }

  void cancel(double now) {
    cancelledAt = now;
  }

  /** Whether it was void at a time. */
  boolean isVoid(double at) {
    return cancelledAt <= at;
  }
}
