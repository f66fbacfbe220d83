package io.dsd.speculate.relaxation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dsd.message.Floats;
import io.dsd.message.Ints;
import io.dsd.message.Relaxation;
import io.dsd.message.Sampling;
import io.dsd.message.round.Leeway;
import io.dsd.message.round.TopTokens;
import io.dsd.speculate.sampling.TokenPicker;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class RelaxedRowTest {

  private static final int VOCABULARY = 12;

  /** Bounds that no token exceeds. */
  private static Relaxation always(double strength) {
    return new Relaxation(strength, Double.MAX_VALUE, 1, 0);
  }

  private static float[] logits(double... probabilities) {
    float[] logits = new float[probabilities.length];
    for (int token = 0; token < logits.length; token++) {
      logits[token] = (float) (5 + Math.log(probabilities[token]));
    }
    return logits;
  }

  private static TopTokens opinion(Random random) {
    int size = 1 + random.nextInt(4);
    int[] tokens = random.ints(0, VOCABULARY).distinct().limit(size).toArray();
    float[] shares = new float[size];
    float sum = 0;
    for (int i = 0; i < size; i++) {
      shares[i] = 0.05f + random.nextFloat();
      sum += shares[i];
    }
    for (int i = 0; i < size; i++) {
      shares[i] /= sum;
    }
    return new TopTokens(Ints.of(tokens), Floats.of(shares));
  }

  private static double[] distribution(Random random) {
    double[] p = random.doubles(VOCABULARY, 0.01, 1).map(x -> x * x).toArray();
    double sum = IntStream.range(0, VOCABULARY).mapToDouble(i -> p[i]).sum();
    return IntStream.range(0, VOCABULARY).mapToDouble(i -> p[i] / sum).toArray();
  }

  /** The specification: the mixture, written out. */
  private static double[] mixture(double[] p, TopTokens q, double strength) {
    double[] mixed = new double[VOCABULARY];
    for (int token = 0; token < VOCABULARY; token++) {
      mixed[token] = (1 - strength) * p[token];
    }
    for (int i = 0; i < q.tokens().size(); i++) {
      mixed[q.tokens().get(i)] += strength * q.probabilities().get(i);
    }
    return mixed;
  }

  @Property(tries = 300)
  void aTokenThatIsNotKeyIsPickedFromTheMixture(
      @ForAll long seed, @ForAll @DoubleRange(min = 0.01, max = 0.9) double strength) {
    Random random = new Random(seed);
    double[] p = distribution(random);
    TopTokens q = opinion(random);
    double[] mixed = mixture(p, q, strength);
    TokenPicker picker = TokenPicker.forTarget();
    for (int position = 0; position < 20; position++) {
      Sampling sampling = new Sampling(random.nextInt(3) * 0.6, 0, 0.9, seed);
      RelaxedRow row = RelaxedRow.of(logits(p), q, always(strength));
      int expected = picker.pick(logits(mixed), 0, VOCABULARY, sampling, position);
      assertThat(row.pick(picker, sampling, position)).isEqualTo(expected);
    }
  }

  @Property(tries = 300)
  void whatIsSpentIsTheTotalVariationBetweenTargetAndMixture(
      @ForAll long seed, @ForAll @DoubleRange(max = 0.9) double strength) {
    Random random = new Random(seed);
    double[] p = distribution(random);
    TopTokens q = opinion(random);
    double[] mixed = mixture(p, q, strength);
    double distance =
        IntStream.range(0, VOCABULARY).mapToDouble(i -> Math.abs(p[i] - mixed[i])).sum() / 2;
    Leeway leeway = RelaxedRow.of(logits(p), q, always(strength)).leeway();
    assertThat(leeway.totalVariation()).isCloseTo(distance, within(1e-5));
    assertThat(leeway.judged()).isEqualTo(1);
    assertThat(leeway.key()).isZero();
  }

  @Property(tries = 300)
  void strengthZeroAndKeyTokensAreTheTargetsAlone(@ForAll long seed) {
    Random random = new Random(seed);
    float[] logits = logits(distribution(random));
    TopTokens q = opinion(random);
    Sampling sampling = new Sampling(random.nextInt(3) * 0.6, 0, 0.9, seed);
    TokenPicker picker = TokenPicker.forTarget();
    int plain = picker.pick(logits, 0, VOCABULARY, sampling, 3);
    RelaxedRow strict = RelaxedRow.of(logits.clone(), q, always(0));
    assertThat(strict.pick(picker, sampling, 3)).isEqualTo(plain);
    assertThat(strict.leeway().totalVariation()).isZero();
    RelaxedRow key = RelaxedRow.of(logits.clone(), q, new Relaxation(0.5, 0, 1, 0));
    if (q.tokens().size() > 1) {
      assertThat(key.leeway()).isEqualTo(new Leeway(1, 1, 0));
      assertThat(key.pick(picker, sampling, 3)).isEqualTo(plain);
    }
  }

  @Test
  void aTokenIsKeyIfTheDrafterIsMuchLessSureThanTheTarget() {
    // entropies 0.33 of the target, 0.69 of the draft
    float[] logits = logits(0.9, 0.1);
    TopTokens unsure = new TopTokens(Ints.of(0, 1), Floats.of(0.5f, 0.5f));
    assertThat(key(logits, unsure, new Relaxation(0.3, 2.2, 1, 0))).isZero();
    assertThat(key(logits, unsure, new Relaxation(0.3, 2.0, 1, 0))).isEqualTo(1);
  }

  @Test
  void aTokenIsKeyIfTheTargetIsSure() {
    float[] logits = logits(0.75, 0.15, 0.1);
    TopTokens same = new TopTokens(Ints.of(0), Floats.of(1));
    assertThat(key(logits, same, new Relaxation(0.3, 9, 0.61, 0))).isZero();
    assertThat(key(logits, same, new Relaxation(0.3, 9, 0.59, 0))).isEqualTo(1);
  }

  @Test
  void aTokenIsKeyIfTheTwoDisagree() {
    float[] logits = logits(0.5, 0.3, 0.2);
    TopTokens other = new TopTokens(Ints.of(1, 2), Floats.of(0.6f, 0.4f));
    // 0.3 and 0.2 in common
    assertThat(key(logits, other, new Relaxation(0.3, 9, 1, 0.49))).isZero();
    assertThat(key(logits, other, new Relaxation(0.3, 9, 1, 0.51))).isEqualTo(1);
  }

  @Test
  void aTargetThatIsCertainIsNeverOverruled() {
    float[] logits = {0, Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY};
    TopTokens unsure = new TopTokens(Ints.of(0, 1), Floats.of(0.5f, 0.5f));
    assertThat(key(logits, unsure, always(0.5))).isEqualTo(1);
  }

  private static int key(float[] logits, TopTokens opinion, Relaxation relaxation) {
    return RelaxedRow.of(logits.clone(), opinion, relaxation).leeway().key();
  }
}
