package io.dsd.speculate.policy;

/** Costs, fitted to what trips and drafts took, newer ones weighing more. */
public final class CostFit {

  private final int slices;
  private final LineFit compute = new LineFit();
  private final LineFit links = new LineFit();
  private final LineFit draft = new LineFit();

  /** Nothing measured yet: everything is free. */
  public CostFit(int slices) {
    this.slices = slices;
  }

  /** Takes in a trip. */
  public void observe(Trip trip) {
    compute.observe(trip.batch(), trip.compute());
    links.observe(0, Math.max(0, trip.total() - trip.compute() - trip.queue()));
  }

  /**
   * Takes in a draft.
   *
   * @param levels how many forward passes of the drafter it was, at least 1
   * @param millis what they took together
   */
  public void observeDraft(int levels, double millis) {
    draft.observe(0, millis / levels);
  }

  /** What is known now. */
  public Costs costs() {
    return new Costs(links.base(), compute.base(), compute.slope(), draft.base(), slices);
  }
}
