package io.dsd.speculate.simulation;

import static java.util.Objects.requireNonNull;

import io.dsd.speculate.policy.Acceptance;
import io.dsd.speculate.policy.Costs;

/**
 * What is simulated.
 *
 * @param costs the true times of a round; {@link Costs#links} is shared by as many links as there
 *     are slices
 * @param jitter the most that a record is late on a link, in milliseconds; evenly spread
 * @param acceptance the truth about the drafter
 * @param sequences how many sequences are decoded at once, all alike
 */
public record Scenario(Costs costs, double jitter, Acceptance acceptance, int sequences) {

  /** Checks the numbers. */
  public Scenario {
    requireNonNull(costs, "costs");
    requireNonNull(acceptance, "acceptance");
    if (!(jitter >= 0) || sequences < 1) {
      throw new IllegalArgumentException(
          "jitter %s, %d sequences: need 0 or more, and 1 at least".formatted(jitter, sequences));
    }
  }

  /** The times that a record takes on average. */
  public Costs averageCosts() {
    return new Costs(
        costs.links() + costs.slices() * jitter / 2,
        costs.launch(),
        costs.token(),
        costs.draft(),
        costs.slices());
  }
}
