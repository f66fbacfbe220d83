package io.dsd.speculate;

import io.dsd.message.Ints;

/**
 * Drafted tokens as a forest that hangs on the last committed token.
 *
 * @param tokens the token id of each node
 * @param parents the node each one hangs on, before it; -1 for the last committed token
 */
public record Proposal(Ints tokens, Ints parents) {

  /** Checks that the two agree and parents come first. */
  public Proposal {
    if (tokens.size() != parents.size()) {
      throw new IllegalArgumentException(
          tokens.size() + " tokens with " + parents.size() + " parents");
    }
    for (int node = 0; node < parents.size(); node++) {
      if (parents.get(node) < -1 || parents.get(node) >= node) {
        throw new IllegalArgumentException(
            "node %d hangs on %d, which does not come before it"
                .formatted(node, parents.get(node)));
      }
    }
  }

  /** No proposal. */
  public static Proposal nothing() {
    return new Proposal(Ints.empty(), Ints.empty());
  }

  /** One token after the other. */
  public static Proposal chain(Ints tokens) {
    return new Proposal(tokens, Ints.range(-1, tokens.size() - 1));
  }

  /** The number of drafted tokens. */
  public int size() {
    return tokens.size();
  }
}
