package io.dsd.model.eagle;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dsd.message.Bytes;
import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.round.ComputeType;
import io.dsd.message.round.HiddenStates;
import io.dsd.message.round.RowType;
import io.dsd.message.round.Taps;
import io.dsd.model.EagleDirectory;
import io.dsd.model.ModelException;
import io.dsd.model.ModelFiles;
import io.dsd.model.Resources;
import io.dsd.model.torch.TorchFeatureKernel;
import io.dsd.speculate.BlockShape;
import io.dsd.speculate.DraftTask;
import io.dsd.speculate.Proposal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The drafter against {@link PlainEagle}, whatever it has learned, guessed and forgotten before.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FeatureDrafterTest {

  private static final long ROW = 2 * 2 * 12 * 4;
  private static final long FULL_CONTEXT = 512 * ROW;

  private static final int VOCABULARY = 320;
  private static final int WIDTH = 32;
  private static final Ints LAYERS = Ints.of(1, 2, 4);
  private static final Sampling GREEDY = Sampling.greedy();

  private FeatureKernel reference;
  private PlainEagle plain;

  @BeforeAll
  void open() {
    reference = kernel();
    plain = new PlainEagle(reference);
  }

  @AfterAll
  void close() {
    reference.close();
  }

  private static FeatureKernel kernel() {
    Path models = Resources.path("models");
    return TorchFeatureKernel.load(
        new EagleDirectory(
            models.resolve("tiny-eagle3"),
            ModelFiles.open(models.resolve("tiny-llama")).checkpoint()),
        ComputeType.FP32);
  }

  /** A text with the features of its tokens, as far as the drafter has been told of them. */
  private static final class Text {

    private final SequenceId id;
    private final Random random;
    private Ints tokens = Ints.empty();
    private List<float[]> features = new ArrayList<>();
    private int start;
    private int learned;

    private Text(int number, Random random) {
      this.id = new SequenceId("prompts", 0, number);
      this.random = random;
      rewrite(0);
    }

    /** From a position on it is another text. */
    private void rewrite(int from) {
      tokens = tokens.slice(0, from).append(random.ints(200 - from, 0, VOCABULARY).toArray());
      features = new ArrayList<>(features.subList(0, from));
      while (features.size() < 200) {
        float[] row = new float[LAYERS.size() * WIDTH];
        for (int i = 0; i < row.length; i++) {
          row[i] = (float) random.nextGaussian();
        }
        features.add(row);
      }
    }

    private int end() {
      return start + learned;
    }

    private Taps taps(int from, int to) {
      ByteBuffer rows =
          ByteBuffer.allocate((to - from) * LAYERS.size() * WIDTH * 4).order(LITTLE_ENDIAN);
      for (int position = from; position < to; position++) {
        for (float number : features.get(position)) {
          rows.putFloat(number);
        }
      }
      return new Taps(
          id,
          1,
          0,
          from,
          to - from,
          Ints.range(0, to - from),
          tokens.slice(from, to),
          LAYERS,
          new HiddenStates(
              RowType.FP32, to - from, LAYERS.size() * WIDTH, Bytes.owned(rows.array())));
    }

    private Features known(int rows) {
      return Features.of(taps(start, start + rows).rows());
    }

    private void learn(FeatureDrafter drafter, int from, int to) {
      drafter.learn(taps(from, to));
      boolean adjoins = learned > 0 && from >= start && from <= end();
      if (!adjoins) {
        start = from;
        learned = 0;
      }
      learned = Math.max(learned, to - start);
    }

    /** Has its beginning from another text, as far as the other's features go. */
    private void take(FeatureDrafter drafter, Text donor, int length) {
      tokens = donor.tokens;
      features = new ArrayList<>(donor.features);
      rewrite(length + 1);
      start = donor.start;
      learned = length - start;
      drafter.share(id, donor.id, length);
    }

    private void forget() {
      start = 0;
      learned = 0;
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"})
  void chainsAndTreesAreThoseOfTheReference(long seed) {
    Random random = new Random(seed);
    try (FeatureDrafter drafter = new FeatureDrafter(kernel(), 1 << 24, 1 + random.nextInt(9))) {
      List<Text> texts = new ArrayList<>();
      for (int number = 0; number < 3; number++) {
        texts.add(new Text(number, random));
      }
      int proposals = 0;
      for (int step = 0; step < 40; step++) {
        Text text = texts.get(random.nextInt(texts.size()));
        switch (random.nextInt(14)) {
          case 0 -> {
            drafter.release(text.id);
            text.forget();
          }
          case 1 -> {
            // features that nobody saw lie between
            int from = text.end() + 1 + random.nextInt(5);
            text.learn(drafter, from, from + 1 + random.nextInt(5));
          }
          case 2 -> {
            if (text.learned > 2) {
              // a rewind: the text goes on otherwise
              int from = text.start + 1 + random.nextInt(text.learned - 1);
              text.rewrite(from);
              text.forget();
              text.learn(drafter, from, from + 1 + random.nextInt(4));
            }
          }
          case 3 -> {
            if (text.learned > 1) {
              // a replay
              int from = text.start + random.nextInt(text.learned);
              text.learn(drafter, from, from + 1 + random.nextInt(12));
            }
          }
          case 4 -> {
            // the draft has no notice of the text that is told of another
            Text other = texts.get((texts.indexOf(text) + 1) % texts.size());
            if (text.learned > 2) {
              drafter.release(other.id);
              int length = text.start + 1 + random.nextInt(text.learned - 2);
              other.take(drafter, text, length);
              if (random.nextBoolean()) {
                drafter.retain(text.id);
              }
              other.learn(drafter, length, length + 1 + random.nextInt(6));
            }
          }
          default -> text.learn(drafter, text.end(), text.end() + 1 + random.nextInt(6));
        }
        if (text.end() > 150) {
          drafter.release(text.id);
          text.forget();
        }
        proposals += propose(drafter, texts, random);
      }
      assertThat(proposals).isGreaterThan(20);
      texts.forEach(text -> drafter.release(text.id));
      assertThat(drafter.cacheBytes()).isZero();
    }
  }

  private int propose(FeatureDrafter drafter, List<Text> texts, Random random) {
    List<DraftTask> tasks = new ArrayList<>();
    List<Text> asked = new ArrayList<>();
    for (int wish = random.nextInt(5); wish > 0; wish--) {
      Text text = texts.get(random.nextInt(texts.size()));
      int committed = text.end() + 1 + (random.nextInt(3) == 0 ? random.nextInt(4) : 0);
      int guesses = random.nextInt(2) * random.nextInt(5);
      if (guesses > 0 && text.end() > 0 && random.nextBoolean()) {
        // the token after the last features is a guess, too
        committed = text.end();
      }
      Ints prefix = text.tokens.slice(0, committed);
      for (int guess = guesses; guess > 0; guess--) {
        // right or wrong, and the same in most wishes
        boolean right = random.nextInt(3) > 0;
        prefix = prefix.append(right ? text.tokens.get(prefix.size()) : random.nextInt(VOCABULARY));
      }
      int depth = random.nextInt(5);
      BlockShape shape =
          depth == 0
              ? BlockShape.NOTHING
              : new BlockShape(depth, depth + random.nextInt(2) * random.nextInt(20));
      Sampling sampling =
          random.nextBoolean() ? GREEDY : new Sampling(0.8, 0, 1, text.id.hashCode());
      tasks.add(new DraftTask(text.id, prefix, committed, sampling, shape));
      asked.add(text);
    }
    List<Proposal> proposals = drafter.propose(tasks);
    assertThat(proposals).hasSameSizeAs(tasks);
    int found = 0;
    for (int i = 0; i < tasks.size(); i++) {
      Proposal expected = expected(tasks.get(i), asked.get(i));
      assertThat(proposals.get(i).tokens()).isEqualTo(expected.tokens());
      assertThat(proposals.get(i).parents()).isEqualTo(expected.parents());
      assertThat(proposals.get(i).confidence().toArray())
          .containsExactly(expected.confidence().toArray(), within(1e-4f));
      found += expected.size() > 0 ? 1 : 0;
    }
    return found;
  }

  private Proposal expected(DraftTask task, Text text) {
    return text.learned == 0 || task.shape().isNothing()
        ? Proposal.nothing()
        : plain.propose(
            task.prefix(), text.start, text.known(text.learned), task.sampling(), task.shape());
  }

  @Test
  void withoutFeaturesOrWithOnesBeyondWhatIsAskedNothingIsProposed() {
    Text text = new Text(1, new Random(1));
    try (FeatureDrafter drafter = new FeatureDrafter(kernel(), 1 << 24, 8)) {
      assertThat(drafter.propose(List.of(chain(text, 5)))).containsExactly(Proposal.nothing());
      text.learn(drafter, 4, 8);
      assertThat(drafter.propose(List.of(chain(text, 5), chain(text, 4))))
          .containsExactly(Proposal.nothing(), Proposal.nothing());
      assertThat(drafter.propose(List.of(chain(text, 9))).get(0).size()).isEqualTo(3);
    }
  }

  @Test
  void guessesThatComeBackAsPrefixAreNotComputedAgain() {
    Text text = new Text(1, new Random(1));
    CountingKernel counting = new CountingKernel(kernel());
    try (FeatureDrafter drafter = new FeatureDrafter(counting, 1 << 24, 8)) {
      text.learn(drafter, 0, 8);
      Ints committed = text.tokens.slice(0, 9);
      Ints first = drafter.propose(List.of(chain(text, 9))).get(0).tokens();
      int before = counting.rows();
      Ints prefix = committed.append(first);
      Proposal on =
          drafter
              .propose(List.of(new DraftTask(text.id, prefix, 9, GREEDY, BlockShape.chain(2))))
              .get(0);
      // the row of the last guess, which nothing hung on, and that of the first new one
      assertThat(counting.rows() - before).isEqualTo(2);
      assertThat(on.tokens())
          .isEqualTo(plain.propose(prefix, 0, text.known(8), GREEDY, BlockShape.chain(2)).tokens());
    }
  }

  @Test
  void whenMemoryIsShortTheSequencesUsedLongestAgoBeginAnew() {
    Text one = new Text(1, new Random(1));
    Text other = new Text(2, new Random(2));
    Text third = new Text(3, new Random(3));
    // room for two of them with a half of the context each
    try (FeatureDrafter drafter = new FeatureDrafter(kernel(), FULL_CONTEXT, 8)) {
      one.learn(drafter, 0, 180);
      assertThat(drafter.propose(List.of(chain(one, 181))).get(0).size()).isEqualTo(3);
      other.learn(drafter, 0, 180);
      assertThat(drafter.propose(List.of(chain(other, 181))).get(0).size()).isEqualTo(3);
      third.learn(drafter, 0, 180);
      assertThat(drafter.propose(List.of(chain(third, 181))).get(0).size()).isEqualTo(3);
      assertThat(drafter.propose(List.of(chain(one, 181))).get(0).size()).isZero();
      one.forget();
      one.learn(drafter, 180, 184);
      DraftTask task = chain(one, 185);
      assertThat(drafter.propose(List.of(task)).get(0).tokens())
          .isEqualTo(expected(task, one).tokens());
      assertThat(drafter.cacheBytes()).isEqualTo((256 + 128) * ROW);
    }
  }

  @Test
  void aBeginningThatAnotherSequenceHasIsNotComputedAgain() {
    Text donor = new Text(1, new Random(1));
    Text text = new Text(2, new Random(2));
    CountingKernel counting = new CountingKernel(kernel());
    try (FeatureDrafter drafter = new FeatureDrafter(counting, 1 << 24, 8)) {
      donor.learn(drafter, 0, 40);
      drafter.propose(List.of(chain(donor, 41)));
      drafter.retain(donor.id);
      int before = counting.rows();
      text.take(drafter, donor, 30);
      text.learn(drafter, 30, 35);
      DraftTask task = DraftTask.chain(text.id, text.tokens.slice(0, 36), GREEDY, 1);

      assertThat(drafter.propose(List.of(task)).get(0).tokens())
          .isEqualTo(expected(task, text).tokens());

      assertThat(counting.rows() - before).isEqualTo(5);
    }
  }

  @Test
  void rightAfterABeginningThatAnotherSequenceHasThereIsNothingToGoOnFrom() {
    Text donor = new Text(1, new Random(1));
    Text text = new Text(2, new Random(2));
    try (FeatureDrafter drafter = new FeatureDrafter(kernel(), 1 << 24, 8)) {
      donor.learn(drafter, 0, 40);
      text.take(drafter, donor, 30);
      text.learn(drafter, 30, 31);
      assertThat(drafter.propose(List.of(chain(text, 31)))).containsExactly(Proposal.nothing());
      assertThat(drafter.propose(List.of(chain(text, 32))).get(0).tokens())
          .isEqualTo(expected(chain(text, 32), text).tokens());
    }
  }

  @Test
  void whereTheDonorIsGoneOrOfAnotherTextASequenceBeginsWithWhatItLearns() {
    Text donor = new Text(1, new Random(1));
    Text text = new Text(2, new Random(2));
    try (FeatureDrafter drafter = new FeatureDrafter(kernel(), 1 << 24, 8)) {
      donor.learn(drafter, 0, 40);
      // the token after those that are said to be the same is another
      drafter.share(text.id, donor.id, 30);
      text.learn(drafter, 30, 35);
      assertThat(drafter.propose(List.of(chain(text, 36))).get(0).tokens())
          .isEqualTo(expected(chain(text, 36), text).tokens());

      drafter.release(text.id);
      text.forget();
      drafter.release(donor.id);
      drafter.share(text.id, donor.id, 30);
      text.learn(drafter, 30, 35);
      assertThat(drafter.propose(List.of(chain(text, 36))).get(0).tokens())
          .isEqualTo(expected(chain(text, 36), text).tokens());
    }
  }

  @Test
  void memoryThatDoesNotHoldOneFullContextIsRefusedBySetting() {
    FeatureKernel kernel = kernel();
    assertThatThrownBy(() -> new FeatureDrafter(kernel, FULL_CONTEXT - 1, 8))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "kv.memory: 98,303 bytes cannot hold the draft's rows of one sequence of the full"
                + " context: 512 tokens of 192 bytes need 98,304. Raise kv.memory");
    kernel.close();
  }

  private static DraftTask chain(Text text, int committed) {
    return DraftTask.chain(text.id, text.tokens.slice(0, committed), GREEDY, 3);
  }
}
