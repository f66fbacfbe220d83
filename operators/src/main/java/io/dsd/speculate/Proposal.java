package io.dsd.speculate;

import io.dsd.message.Floats;
import io.dsd.message.Ints;

/**
 * Drafted tokens as a forest that hangs on the last token of the prefix.
 *
 * @param tokens the token id of each node
 * @param parents the node each one hangs on, before it; -1 for the last token of the prefix
 * @param confidence for each node the drafter's estimate, 0 to 1, that it is accepted if the node
 *     that it hangs on is; 1 from a drafter that has no estimate
 */
public record Proposal(Ints tokens, Ints parents, Floats confidence) {

  /** Checks that the three agree and parents come first. */
  public Proposal {
    if (tokens.size() != parents.size() || tokens.size() != confidence.size()) {
      throw new IllegalArgumentException(
          "%d tokens with %d parents and %d confidences"
              .formatted(tokens.size(), parents.size(), confidence.size()));
    }
    for (int node = 0; node < parents.size(); node++) {
      if (parents.get(node) < -1 || parents.get(node) >= node) {
        throw new IllegalArgumentException(
            "node %d hangs on %d, which does not come before it"
                .formatted(node, parents.get(node)));
      }
    }
  }

  /** A forest without estimates. */
  public Proposal(Ints tokens, Ints parents) {
    this(tokens, parents, Floats.same(1, tokens.size()));
  }

  /** No proposal. */
  public static Proposal nothing() {
    return new Proposal(Ints.empty(), Ints.empty());
  }

  /** One token after the other, without estimates. */
  public static Proposal chain(Ints tokens) {
    return new Proposal(tokens, Ints.range(-1, tokens.size() - 1));
  }

  /** The number of drafted tokens. */
  public int size() {
    return tokens.size();
  }
}
