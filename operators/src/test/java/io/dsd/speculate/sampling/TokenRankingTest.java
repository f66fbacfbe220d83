package io.dsd.speculate.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.speculate.sampling.TokenRanking.Ranked;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TokenRankingTest {

  private static final Ints TARGET_IDS = Ints.of(IntStream.range(0, 60).map(i -> 7 * i).toArray());

  @Property
  void eachTokenIsWhatThePickerPicksWithoutThoseBeforeIt(@ForAll long seed) {
    Random random = new Random(seed);
    float[] logits = logits(random);
    Sampling sampling = new Sampling(random.nextInt(3) * 0.7, 0, 1, seed);
    int position = random.nextInt(1000);
    Ranked ranked = new TokenRanking(TARGET_IDS).rank(logits, sampling, position, 8);
    assertThat(ranked.tokens().size()).isEqualTo(8);
    TokenPicker picker = TokenPicker.forDraft(TARGET_IDS);
    for (int token : ranked.tokens().toArray()) {
      assertThat(token).isEqualTo(picker.pick(logits, 0, logits.length, sampling, position));
      logits[token / 7] = Float.NEGATIVE_INFINITY;
    }
  }

  @Property
  void underTopKAndTopPTheFirstIsThePickersAndNoneIsOutside(@ForAll long seed) {
    Random random = new Random(seed);
    float[] logits = logits(random);
    Sampling sampling =
        new Sampling(0.8, 1 + random.nextInt(12), 0.3 + 0.7 * random.nextDouble(), seed);
    Ranked ranked = new TokenRanking(TARGET_IDS).rank(logits, sampling, 5, 20);
    assertThat(ranked.tokens().get(0))
        .isEqualTo(TokenPicker.forDraft(TARGET_IDS).pick(logits, 0, logits.length, sampling, 5));
    if (sampling.topK() > 1) {
      assertThat(ranked.tokens().size()).isBetween(1, sampling.topK());
    }
  }

  @Test
  void probabilitiesAreThoseBeforeTemperature() {
    float[] logits = {0, (float) Math.log(3), Float.NEGATIVE_INFINITY};
    Ranked ranked = new TokenRanking(Ints.of(4, 9, 11)).rank(logits, Sampling.greedy(), 0, 3);
    assertThat(ranked.tokens()).isEqualTo(Ints.of(9, 4));
    Sampling warm = new Sampling(1, 0, 1, 3);
    assertThat(new TokenRanking(Ints.of(4, 9, 11)).rank(logits, warm, 0, 3).tokens().size())
        .isEqualTo(2);
    assertThat(ranked.probabilities().get(0)).isCloseTo(0.75f, within(1e-6f));
    assertThat(ranked.probabilities().get(1)).isCloseTo(0.25f, within(1e-6f));
  }

  @Test
  void aLogitThatIsNoNumberIsRefusedByName() {
    float[] logits = {0, Float.NaN};
    TokenRanking ranking = new TokenRanking(Ints.of(4, 9));
    assertThatThrownBy(() -> ranking.rank(logits, Sampling.greedy(), 3, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the logit of token 1 for position 3 is NaN");
  }

  private static float[] logits(Random random) {
    float[] logits = new float[TARGET_IDS.size()];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = random.nextInt(5) == 0 ? 1 : (float) (3 * random.nextGaussian());
    }
    return logits;
  }
}
