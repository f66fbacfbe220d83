package io.dsd.speculate.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenPickerTest {

  private static final int SAMPLES = 100_000;

  private final TokenPicker picker = TokenPicker.forTarget();

  private int pick(float[] logits, Sampling sampling, int position) {
    return picker.pick(logits, 0, logits.length, sampling, position);
  }

  private static float[] normal(Random random, int vocabulary, double spread) {
    float[] logits = new float[vocabulary];
    for (int token = 0; token < vocabulary; token++) {
      logits[token] = (float) (spread * random.nextGaussian());
    }
    return logits;
  }

  @Test
  void itsPicksAreFixedForAllTime() {
    float[] logits = new float[1000];
    for (int token = 0; token < logits.length; token++) {
      logits[token] = (token * 37 % 101) / 20f;
    }
    Ints picks =
        Ints.of(
            IntStream.range(0, 12)
                .map(i -> pick(logits, new Sampling(0.8, i % 3 * 50, 1 - i % 4 * 0.1, i), 7 * i))
                .toArray());
    assertThat(picks).isEqualTo(Ints.of(281, 30, 49, 985, 535, 434, 98, 120, 131, 371, 434, 221));
  }

  @Property(tries = 3000)
  void theFastPickIsThePlainOne(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 700) int vocabulary) {
    Random random = new Random(seed);
    float[] logits = normal(random, vocabulary, random.nextInt(8));
    if (random.nextBoolean()) {
      for (int token = 0; token < vocabulary; token++) {
        // ties, both zeros among them
        logits[token] = Math.round(logits[token]) * 0.5f;
      }
    }
    if (random.nextInt(4) == 0) {
      for (int token = 1; token < vocabulary; token += 1 + random.nextInt(3)) {
        logits[token] = Float.NEGATIVE_INFINITY;
      }
    }
    double[] temperatures = {0, 1e-300, 0.1, 0.8, 1, 3, 1e30};
    Sampling sampling =
        new Sampling(
            temperatures[random.nextInt(temperatures.length)],
            random.nextBoolean() ? 0 : random.nextInt(2 * vocabulary + 1),
            random.nextBoolean() ? 1 : Math.max(1e-9, random.nextDouble()),
            random.nextLong());
    int position = random.nextInt(10_000);
    assertThat(pick(logits, sampling, position))
        .isEqualTo(PlainPicker.pick(logits, sampling, position));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 1",
    "0.5, 0, 1",
    "2.5, 0, 1",
    "1, 5, 1",
    "0.8, 12, 1",
    "1, 0, 0.9",
    "0.7, 0, 0.5",
    "1.3, 10, 0.8",
    "1, 2, 0.99"
  })
  void overManySeedsItSamplesTheSoftmaxOfWhatIsLeft(double temperature, int topK, double topP) {
    float[] logits = normal(new Random(17), 40, 1.5);
    long[] hits = new long[logits.length];
    for (int seed = 0; seed < SAMPLES; seed++) {
      hits[pick(logits, new Sampling(temperature, topK, topP, seed), 23)]++;
    }
    double[] expected = PlainPicker.distribution(logits, new Sampling(temperature, topK, topP, 0));
    assertThat(Statistics.chiSquareOverLimit(hits, expected)).isLessThan(1);
  }

  @Test
  void overPositionsOfOneSeedItSamplesTheSoftmaxToo() {
    float[] logits = normal(new Random(18), 40, 1.5);
    Sampling sampling = new Sampling(1, 0, 1, 4711);
    long[] hits = new long[logits.length];
    for (int position = 0; position < SAMPLES; position++) {
      hits[pick(logits, sampling, position)]++;
    }
    assertThat(Statistics.chiSquareOverLimit(hits, PlainPicker.distribution(logits, sampling)))
        .isLessThan(1);
  }

  @Test
  void theTestOfDistributionsNoticesASmallDifference() {
    float[] logits = normal(new Random(17), 40, 1.5);
    long[] hits = new long[logits.length];
    for (int seed = 0; seed < SAMPLES; seed++) {
      hits[pick(logits, new Sampling(1, 0, 1, seed), 23)]++;
    }
    double[] other = PlainPicker.distribution(logits, new Sampling(1.05, 0, 1, 0));
    assertThat(Statistics.chiSquareOverLimit(hits, other)).isGreaterThan(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void targetAndDraftAgreeAtLeastAsOftenAsTheTheoremSays(long seed) {
    Random random = new Random(seed);
    float[] target = normal(random, 50, 1.5);
    float[] draft = target.clone();
    for (int token = 0; token < draft.length; token++) {
      draft[token] += (float) (random.nextGaussian() * seed / 4);
    }
    TokenPicker drafter = TokenPicker.forDraft(Ints.range(0, 50));
    int agreed = 0;
    for (int sample = 0; sample < SAMPLES; sample++) {
      Sampling sampling = new Sampling(1, 0, 1, sample);
      if (pick(target, sampling, 5) == drafter.pick(draft, 0, 50, sampling, 5)) {
        agreed++;
      }
    }
    double[] p = PlainPicker.distribution(target, new Sampling(1, 0, 1, 0));
    double[] q = PlainPicker.distribution(draft, new Sampling(1, 0, 1, 0));
    double variation =
        IntStream.range(0, 50).mapToDouble(token -> Math.abs(p[token] - q[token])).sum() / 2;
    double rate = (double) agreed / SAMPLES;
    double error = Statistics.QUANTILE * 0.5 / Math.sqrt(SAMPLES);
    assertThat(rate).isGreaterThan((1 - variation) / (1 + variation) - error);
    // no coupling can do better than this
    assertThat(rate).isLessThan(1 - variation + error);
  }

  @Property(tries = 300)
  void aDrafterWithTheTargetsLogitsInItsOwnOrderPicksWhatTheTargetPicks(@ForAll long seed) {
    Random random = new Random(seed);
    int[] ids = IntStream.range(0, 60).toArray();
    for (int last = ids.length - 1; last > 0; last--) {
      int other = random.nextInt(last + 1);
      int id = ids[last];
      ids[last] = ids[other];
      ids[other] = id;
    }
    float[] target = normal(random, 60, 2);
    float[] draft = new float[60];
    for (int token = 0; token < 60; token++) {
      draft[token] = target[ids[token]];
    }
    Sampling sampling = new Sampling(random.nextInt(3) * 0.6, 0, 1, seed);
    assertThat(TokenPicker.forDraft(Ints.of(ids)).pick(draft, 0, 60, sampling, 9))
        .isEqualTo(pick(target, sampling, 9));
  }

  @Test
  void atTemperatureZeroTheLowestOfEqualTokensIsTaken() {
    assertThat(pick(new float[] {1, 3, 2, 3, 3}, Sampling.greedy(), 0)).isEqualTo(1);
    assertThat(pick(new float[] {-1, -0.0f, 0.0f}, Sampling.greedy(), 0)).isEqualTo(1);
    assertThat(pick(new float[] {5, 5}, new Sampling(1, 1, 1, 9), 3)).isZero();
  }

  @Test
  void aRowInTheMiddleOfAnArrayIsPickedFromAlone() {
    float[] rows = {9, 9, 9, 1, 2, 3, 9, 9, 9};
    assertThat(picker.pick(rows, 3, 3, Sampling.greedy(), 0)).isEqualTo(2);
    Logits logits = new Logits(rows, 3, 3);
    for (int seed = 0; seed < 200; seed++) {
      Sampling sampling = new Sampling(1, 2, 0.9, seed);
      assertThat(logits.pick(picker, 1, sampling, 4))
          .isEqualTo(pick(new float[] {1, 2, 3}, sampling, 4));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1})
  void logitsThatAreNoNumbersAreRefusedWithTokenAndPosition(double temperature) {
    Sampling sampling = new Sampling(temperature, 0, 1, 0);
    assertThatThrownBy(() -> pick(new float[] {1, Float.NaN, 2}, sampling, 12))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the logit of token 1 for position 12 is NaN");
    assertThatThrownBy(() -> pick(new float[] {1, Float.POSITIVE_INFINITY}, sampling, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the logit of token 1 for position 3 is Infinity");
    float[] nothing = new float[4];
    Arrays.fill(nothing, Float.NEGATIVE_INFINITY);
    assertThatThrownBy(() -> pick(nothing, sampling, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("none of 4 logits for position 3 is above -Infinity");
  }

  @Property(tries = 1000)
  void theBestBeginWithThePickAndAreThoseThatWouldBePickedWithoutIt(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int vocabulary) {
    Random random = new Random(seed);
    float[] logits = normal(random, vocabulary, random.nextInt(8));
    double temperature = random.nextInt(3) * 0.6;
    // what is cut depends on all that is there
    Sampling sampling = new Sampling(temperature, 0, 1, seed);
    int count = 1 + random.nextInt(12);
    Candidates best = picker.best(logits, 0, vocabulary, sampling, 3, count);
    assertThat(best.size()).isEqualTo(Math.min(count, vocabulary));
    float total = 0;
    for (int place = 0; place < best.size(); place++) {
      assertThat(best.tokens().get(place)).isEqualTo(pick(logits, sampling, 3));
      logits[best.tokens().get(place)] = Float.NEGATIVE_INFINITY;
      total += best.confidence().get(place);
      assertThat(place == 0 || confidenceFalls(best, place)).isTrue();
      if (place + 1 == vocabulary) {
        break;
      }
    }
    assertThat(total).isLessThan(1.0001f);
  }

  private static boolean confidenceFalls(Candidates best, int place) {
    return best.confidence().get(place) <= best.confidence().get(place - 1);
  }

  @Property(tries = 500)
  void theBestIsThePickWhateverIsCut(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int vocabulary) {
    Random random = new Random(seed);
    float[] logits = normal(random, vocabulary, random.nextInt(8));
    Sampling sampling =
        new Sampling(random.nextInt(3) * 0.6, random.nextInt(40), 1 - random.nextDouble(), seed);
    Candidates best = picker.best(logits, 0, vocabulary, sampling, 3, 4);
    assertThat(best.tokens().get(0)).isEqualTo(pick(logits, sampling, 3));
  }

  @Test
  void atTemperatureZeroConfidenceIsProbability() {
    float[] logits = {1, 3, 2};
    Candidates best = picker.best(logits, 0, 3, Sampling.greedy(), 0, 2);
    assertThat(best.tokens()).isEqualTo(Ints.of(1, 2));
    double sum = Math.exp(0) + Math.exp(-1) + Math.exp(-2);
    assertThat(best.confidence().get(0)).isCloseTo((float) (1 / sum), within(1e-6f));
    assertThat(best.confidence().get(1)).isCloseTo((float) (Math.exp(-1) / sum), within(1e-6f));
  }

  @Test
  void logitsOfAnotherVocabularyThanTheDraftersAreRefused() {
    TokenPicker drafter = TokenPicker.forDraft(Ints.of(4, 5, 6));
    assertThatThrownBy(() -> drafter.pick(new float[4], 0, 4, Sampling.greedy(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("4 logits for a vocabulary of 3 tokens");
    assertThatThrownBy(() -> TokenPicker.forDraft(Ints.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property(tries = 300)
  void theSumOfExponentialsIsExactEnough(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 2000) int length) {
    Random random = new Random(seed);
    double spread = 40 * random.nextDouble();
    double[] numbers = random.doubles(length).map(x -> -spread * x).toArray();
    numbers[random.nextInt(length)] = 0;
    double exact = Arrays.stream(numbers).map(StrictMath::exp).sum();
    assertThat(Exponential.sum(numbers, length) / exact).isCloseTo(1, within(1e-6));
  }

  @Property
  void theExponentialIsExactEnough(@ForAll long seed) {
    double x = -700 * new Random(seed).nextDouble();
    assertThat(Exponential.of(x) / StrictMath.exp(x)).isCloseTo(1, within(1e-13));
    assertThat(Exponential.of(x / 700) / StrictMath.exp(x / 700)).isCloseTo(1, within(2e-14));
    assertThat(Exponential.of(0)).isEqualTo(1);
    assertThat(Exponential.of(Double.NEGATIVE_INFINITY)).isZero();
  }

  @Test
  void logitsOfAnotherShapeAreRefused() {
    assertThatThrownBy(() -> new Logits(new float[5], 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("logits [2, 3] cannot be made of 5 numbers");
    assertThatThrownBy(() -> new Logits(new float[6], 2, 3).pick(picker, 2, Sampling.greedy(), 0))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("row 2 of 2");
  }
}
