package io.dsd.speculate.sampling;

/**
 * Gumbel noise at one position of one sequence, by token: a pure function of seed, position and
 * token, so that target, drafters and replays all see the same noise without passing any of it on.
 *
 * <p>The bits are those of SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number
 * Generators", OOPSLA 2014) with a state hashed from seed and position, jumped to the token. They
 * give {@code c = (2k+1) / 2^53}, never 0 or 1, and the noise {@code -log(-log(1-c))}. Drawing the
 * distance from 1 rather than from 0 changes nothing but lets the bits bound the noise: {@code
 * -log(1-c) >= c}, hence {@code noise <= -log c}.
 *
 * <p>Logarithms are {@link StrictMath}'s: {@link Math}'s may differ in the last bit between two
 * JVMs, even between interpreter and compiler, and then two machines could pick different tokens.
 */
public final class GumbelNoise {

  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final double UNIT = 0x1p-53;

  /** By the number of leading zero bits of c. The addend covers the rounding of the logarithms. */
  private static final double[] BOUNDS = new double[53];

  static {
    for (int zeros = 0; zeros < BOUNDS.length; zeros++) {
      BOUNDS[zeros] = (zeros + 1) * StrictMath.log(2) + 1e-9;
    }
  }

  /** What no noise exceeds. */
  static final double HIGHEST = BOUNDS[BOUNDS.length - 1];

  private final long state;

  private GumbelNoise(long state) {
    this.state = state;
  }

  /** The noise for the token at {@code position} of a sequence with {@code seed}. */
  public static GumbelNoise at(long seed, int position) {
    return new GumbelNoise(mix(mix(seed + GOLDEN_GAMMA) + (position + 1L) * GOLDEN_GAMMA));
  }

  /** The noise of {@code token}: standard Gumbel, mean 0.5772, variance pi squared over 6. */
  public double of(int token) {
    return noise(bits(token));
  }

  /** The random bits behind the noise of {@code token}. */
  long bits(int token) {
    return mix(state + (token + 1L) * GOLDEN_GAMMA);
  }

  /** The noise that {@code bits} stand for. */
  static double noise(long bits) {
    double fromOne = ((bits >>> 11) | 1) * UNIT;
    return -StrictMath.log(-StrictMath.log(1 - fromOne));
  }

  /** What {@link #noise} of {@code bits} never exceeds, at the price of counting zeros. */
  static double upperBound(long bits) {
    return BOUNDS[Long.numberOfLeadingZeros(bits | 1L << 11)];
  }

  /** The finaliser "Mix13" of David Stafford, which Java's SplittableRandom uses too. */
  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
