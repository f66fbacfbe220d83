package io.dsd.speculate.sampling;

/**
 * The exponential function for numbers up to 0, the same bits on every JVM: only additions and
 * multiplications, which Java rounds as IEEE 754 says. {@link Math#exp} may differ between JVMs,
 * {@link StrictMath#exp} takes several times as long, and a whole vocabulary goes through it.
 */
final class Exponential {

  private static final double LOWEST = -700;
  private static final double LOG2_E = 1.4426950408889634;
  // ln 2 in two parts; the first has so few bits that its multiples are exact.
  private static final double LN_2_HIGH = 0x1.62e42feep-1;
  private static final double LN_2_LOW = 0x1.a39ef35793c76p-33;

  private static final double[] INVERSE = new double[11];

  static {
    for (int term = 1; term < INVERSE.length; term++) {
      INVERSE[term] = 1.0 / term;
    }
  }

  /** Below this the powers of a whole vocabulary add up to nothing. */
  private static final double NEGLIGIBLE = -30;

  private Exponential() {}

  /** {@code e^x} within 1e-14 of itself for {@code x} in [-700, 0]; 0 below. */
  static double of(double x) {
    if (x < LOWEST) {
      return 0;
    }
    double halvings = Math.rint(x * LOG2_E);
    double r = x - halvings * LN_2_HIGH - halvings * LN_2_LOW;
    // Taylor's series: |r| <= ln(2) / 2, so the first term left out is below 1e-14.
    double sum = 1 + r / 11;
    for (int term = 10; term >= 1; term--) {
      sum = 1 + sum * r * INVERSE[term];
    }
    return sum * Double.longBitsToDouble((1023 + (long) halvings) << 52);
  }

  /**
   * The sum of {@code e^x} over the first {@code length} numbers up to 0, of which the largest is
   * 0, within 1e-6 of itself. Each loop is one that the compiler makes vector instructions of.
   *
   * @param numbers overwritten
   */
  static double sum(double[] numbers, int length) {
    for (int i = 0; i < length; i++) {
      // e^x = (e^(x/256))^256, and x/256 is small enough for three terms
      double part = Math.max(numbers[i], NEGLIGIBLE) * (1.0 / 256);
      double root = 1 + part * (1 + part * (0.5 + part * (1.0 / 6)));
      double power = root * root;
      power *= power;
      power *= power;
      power *= power;
      power *= power;
      power *= power;
      power *= power;
      numbers[i] = power * power;
    }
    double sum = 0;
    double other = 0;
    int half = length / 2;
    for (int i = 0; i < half; i++) {
      sum += numbers[i];
      other += numbers[half + i];
    }
    return sum + other + (length % 2 == 0 ? 0 : numbers[length - 1]);
  }
}
