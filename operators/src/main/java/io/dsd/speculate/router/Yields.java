package io.dsd.speculate.router;

import java.util.Optional;

/**
 * Tokens per millisecond by route, newer rounds weighing more. The first rounds of a route, of
 * whatever sequence, do not count: a process that runs code for the first time takes many times as
 * long as ever after, and a route that seems that slow is hardly tried again.
 */
final class Yields {

  private static final double PRIOR_ROUNDS = 2;
  private static final int YOUNG_ROUNDS = 8;

  /** How many rounds weigh: of all sequences, few enough for a slow start to be forgotten. */
  private static final int MEMORY_OF_ALL = 64;

  private static final int MEMORY_OF_ONE = 24;

  private final Optional<Yields> others;
  private final double kept;
  private final double[] rounds;
  private final double[] tokens;
  private final double[] millis;
  private final int[] seen;

  private Yields(int routes, double memory, Optional<Yields> others) {
    this.others = others;
    this.kept = 1 - 1 / memory;
    this.rounds = new double[routes];
    this.tokens = new double[routes];
    this.millis = new double[routes];
    this.seen = new int[routes];
  }

  /** For all sequences together. */
  static Yields ofAll(int routes) {
    return new Yields(routes, MEMORY_OF_ALL, Optional.empty());
  }

  /** For one sequence; what it does not know yet is taken from all. */
  Yields ofOne() {
    return new Yields(rounds.length, MEMORY_OF_ONE, Optional.of(this));
  }

  int routes() {
    return rounds.length;
  }

  /** Takes in a round. */
  void observe(int route, int committed, double took) {
    Yields all = others.orElse(this);
    if (all.seen[route] < YOUNG_ROUNDS) {
      all.seen[route]++;
      return;
    }
    others.ifPresent(each -> each.observe(route, committed, took));
    rounds[route] = rounds[route] * kept + 1;
    tokens[route] = tokens[route] * kept + committed;
    millis[route] = millis[route] * kept + took;
  }

  /** Whether there was a round of that route that counts, of any sequence. */
  boolean isKnown(int route) {
    return rounds[route] > 0 || others.filter(all -> all.isKnown(route)).isPresent();
  }

  /** Tokens per millisecond; 0 for a route that is not known. */
  double of(int route) {
    double allTokens = tokens[route];
    double allMillis = millis[route];
    if (others.filter(all -> all.isKnown(route)).isPresent()) {
      Yields all = others.get();
      allTokens += PRIOR_ROUNDS * all.tokens[route] / all.rounds[route];
      allMillis += PRIOR_ROUNDS * all.millis[route] / all.rounds[route];
    }
    return allMillis == 0 ? 0 : allTokens / allMillis;
  }
}
