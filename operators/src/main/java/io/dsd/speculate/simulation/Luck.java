package io.dsd.speculate.simulation;

import io.dsd.speculate.policy.Acceptance;

/**
 * How hard each token of each sequence's text is to guess: the same for whatever is tried on it, so
 * that strategies are compared on the same texts.
 */
record Luck(long seed) {

  private static final long STEP = 0x9e3779b97f4a7c15L;

  /** A number from 0 to 1, evenly spread. */
  double of(int sequence, long position) {
    long mixed = mix(mix(seed * STEP + sequence) + position * STEP);
    return (mixed >>> 11) * 0x1.0p-53;
  }

  private static long mix(long bits) {
    // the finaliser of SplitMix64 (Steele, Lea, Flood 2014)
    long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  /** The rank of the drafter's choice that is right at that position; 0 if none of so many is. */
  int rightChoice(Acceptance acceptance, int depth, int choices, int sequence, long position) {
    double luck = of(sequence, position);
    for (int rank = 1; rank <= choices; rank++) {
      luck -= acceptance.chance(depth, rank);
      if (luck < 0) {
        return rank;
      }
    }
    return 0;
  }
}
