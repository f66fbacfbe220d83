package io.dsd.message.round;

import static java.util.Objects.requireNonNull;

import io.dsd.message.Relaxation;
import java.util.List;

/**
 * What the drafter thinks of the tokens that a block's verdict is about, where it may count.
 *
 * @param relaxation how much it counts
 * @param byNode for each node from {@link Block#firstVerified} on the drafter's distribution of the
 *     token after it
 */
public record Opinions(Relaxation relaxation, List<TopTokens> byNode) {

  /** Keeps a copy. */
  public Opinions {
    requireNonNull(relaxation, "relaxation");
    byNode = List.copyOf(byNode);
  }
}
