package io.dsd.operator.admission;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * How sequences are admitted.
 *
 * @param maxActive how many are decoded at once
 * @param maxWaiting how many more wait before the source stops reading prompts
 * @param order who of them is next
 * @param ageing for {@link ServiceOrder#SHORTEST}: how many times its own expected time a sequence
 *     can be overtaken; nothing that arrives later than that goes before it
 * @param gate the name of the gate between this job's source and its drafts, unlike any other job's
 */
public record Admission(
    int maxActive, int maxWaiting, ServiceOrder order, double ageing, String gate)
    implements Serializable {

  /** Checks that nothing is null or too small. */
  public Admission {
    requireNonNull(order, "order");
    requireNonNull(gate, "gate");
    if (maxActive < 1 || maxWaiting < 0 || !(ageing >= 0)) {
      throw new IllegalArgumentException(
          "active %d, waiting %d, ageing %s".formatted(maxActive, maxWaiting, ageing));
    }
  }
}
