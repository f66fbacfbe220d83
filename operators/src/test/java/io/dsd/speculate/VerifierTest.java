package io.dsd.speculate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dsd.message.Floats;
import io.dsd.message.Ints;
import io.dsd.message.Relaxation;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.round.Block;
import io.dsd.message.round.Leeway;
import io.dsd.message.round.Opinions;
import io.dsd.message.round.Parent;
import io.dsd.message.round.SliceTimes;
import io.dsd.message.round.TopTokens;
import io.dsd.message.round.Tree;
import io.dsd.message.round.Verdict;
import io.dsd.speculate.sampling.Logits;
import io.dsd.speculate.sampling.TokenPicker;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class VerifierTest {

  private static final SequenceId SEQUENCE = new SequenceId("prompts", 0, 1);
  private static final SliceTimes TIMES = new SliceTimes(3, 4, 5);
  private static final int VOCABULARY = 5;

  private final Verifier verifier = new Verifier();

  /** The target: logits that follow from all tokens before. */
  private static float[] target(Ints tokens) {
    Random random = new Random(tokens.hashCode() * 31L + 7);
    float[] logits = new float[VOCABULARY];
    for (int token = 0; token < VOCABULARY; token++) {
      logits[token] = (float) (2 * random.nextGaussian());
    }
    return logits;
  }

  /** One token at a time, without any block. */
  private static Ints decode(Ints tokens, int count, Sampling sampling) {
    TokenPicker picker = TokenPicker.forTarget();
    Ints all = tokens;
    for (int i = 0; i < count; i++) {
      all = all.append(picker.pick(target(all), 0, VOCABULARY, sampling, all.size()));
    }
    return all;
  }

  /** The logits of each node from the first verified one on, each from the tokens on its path. */
  private static Logits logits(Ints before, Block block) {
    int first = block.firstVerified();
    float[] rows = new float[(block.size() - first) * VOCABULARY];
    for (int node = first; node < block.size(); node++) {
      int[] path = block.tree().path(node).stream().map(block.tokens()::get).toArray();
      System.arraycopy(
          target(before.append(path)), 0, rows, (node - first) * VOCABULARY, VOCABULARY);
    }
    return new Logits(rows, block.size() - first, VOCABULARY);
  }

  private static Block onPrefix(Ints known, Proposal proposal, Sampling sampling, int base) {
    int last = known.size() - base - 1;
    int[] parents =
        proposal.parents().stream().map(node -> node < 0 ? last : last + 1 + node).toArray();
    return new Block(
        SEQUENCE,
        8,
        9,
        Parent.committed(),
        base,
        last + 1,
        true,
        known.slice(base, known.size()).append(proposal.tokens()),
        new Tree(Ints.range(-1, last).append(parents)),
        sampling,
        List.of());
  }

  private static Proposal tree(Random random, int size) {
    int[] parents = new int[size];
    for (int node = 0; node < size; node++) {
      parents[node] = random.nextInt(node + 1) - 1;
    }
    return new Proposal(Ints.of(random.ints(size, 0, VOCABULARY).toArray()), Ints.of(parents));
  }

  private static Sampling sampling(Random random) {
    return new Sampling(random.nextInt(3) * 0.7, 0, 1, random.nextLong());
  }

  @Property(tries = 1000)
  void theWalkIsPlainDecodingForAsLongAsTheTreeGoesAlong(
      @ForAll long seed, @ForAll @IntRange(max = 20) int drafted) {
    Random random = new Random(seed);
    Sampling sampling = sampling(random);
    Ints prefix = Ints.of(random.ints(1 + random.nextInt(9), 0, VOCABULARY).toArray());
    int base = random.nextInt(prefix.size());
    Block block = onPrefix(prefix, tree(random, drafted), sampling, base);
    Verdict verdict = verifier.verify(block, logits(prefix.slice(0, base), block), TIMES);
    Ints accepted =
        Ints.of(verdict.accepted().stream().map(block.tokens()::get).toArray())
            .append(verdict.nextToken());
    assertThat(prefix.append(accepted)).isEqualTo(decode(prefix, accepted.size(), sampling));
    assertThat(List.of(verdict.sequence(), verdict.epoch(), verdict.round(), verdict.times()))
        .isEqualTo(List.of(SEQUENCE, 8L, 9, TIMES));
    int end = verdict.accepted().isEmpty() ? block.committed() - 1 : verdict.accepted().last();
    if (!verdict.accepted().isEmpty()) {
      // a path from the last committed node on
      assertThat(block.tree().path(end))
          .isEqualTo(Ints.range(0, block.committed()).append(verdict.accepted()));
    }
    for (int node = block.committed(); node < block.size(); node++) {
      if (block.tree().parent(node) == end) {
        assertThat(block.tokens().get(node)).isNotEqualTo(verdict.nextToken());
      }
    }
  }

  @Property(tries = 200)
  void chainsTreesAndNoDraftGiveTheSameTokens(@ForAll long seed) {
    Random random = new Random(seed);
    Sampling sampling = sampling(random);
    Ints prompt = Ints.of(random.ints(3, 0, VOCABULARY).toArray());
    Ints plain = decode(prompt, 40, sampling);
    for (int kind = 0; kind < 3; kind++) {
      Ints tokens = prompt;
      while (tokens.size() < plain.size()) {
        Proposal proposal =
            switch (kind) {
              case 0 -> Proposal.nothing();
              case 1 ->
                  Proposal.chain(Ints.of(random.ints(random.nextInt(5), 0, VOCABULARY).toArray()));
              default -> tree(random, random.nextInt(25));
            };
        int base = tokens.size() - 1;
        Block block = onPrefix(tokens, proposal, sampling, base);
        Verdict verdict = verifier.verify(block, logits(tokens.slice(0, base), block), TIMES);
        tokens =
            tokens
                .append(verdict.accepted().stream().map(block.tokens()::get).toArray())
                .append(verdict.nextToken());
      }
      assertThat(tokens.startsWith(plain)).isTrue();
    }
  }

  @Test
  void theDraftThatIsRightThroughoutIsAcceptedThroughout() {
    Ints prompt = Ints.of(1, 2);
    Sampling sampling = new Sampling(0.8, 0, 1, 5);
    Ints truth = decode(prompt, 8, sampling);
    Block block = onPrefix(prompt, Proposal.chain(truth.slice(2, 9)), sampling, 0);
    Verdict verdict = verifier.verify(block, logits(Ints.empty(), block), TIMES);
    assertThat(verdict.accepted()).isEqualTo(Ints.range(2, 9));
    assertThat(verdict.nextToken()).isEqualTo(truth.get(9));
  }

  @Test
  void aBlockOnANodeInFlightTakesItsFirstNodeOnTrust() {
    Ints before = Ints.of(3, 1, 4);
    Sampling sampling = new Sampling(1, 0, 1, 6);
    Ints truth = decode(before.append(2), 3, sampling);
    Block block =
        new Block(
            SEQUENCE,
            8,
            10,
            new Parent.Node(9, 4),
            3,
            0,
            true,
            Ints.of(2, (truth.get(4) + 1) % VOCABULARY, truth.get(4)),
            new Tree(Ints.of(-1, 0, 0)),
            sampling,
            List.of());
    Verdict verdict = verifier.verify(block, logits(before, block), TIMES);
    assertThat(verdict.accepted()).isEqualTo(Ints.of(0, 2));
    assertThat(verdict.nextToken()).isEqualTo(truth.get(5));
  }

  @Property(tries = 300)
  void opinionsOfStrengthZeroChangeNothing(@ForAll long seed, @ForAll @IntRange(max = 9) int size) {
    Random random = new Random(seed);
    Ints prefix = Ints.of(random.ints(3, 0, VOCABULARY).toArray());
    Block block = onPrefix(prefix, tree(random, size), sampling(random), 2);
    Logits logits = logits(prefix.slice(0, 2), block);
    Verdict strict = verifier.verify(block, logits, TIMES);
    Verdict relaxed =
        verifier.verify(block.with(opinions(block, random, Relaxation.STRICT)), logits, TIMES);
    assertThat(relaxed.accepted()).isEqualTo(strict.accepted());
    assertThat(relaxed.nextToken()).isEqualTo(strict.nextToken());
    assertThat(strict.leeway()).isEqualTo(Leeway.NONE);
    assertThat(relaxed.leeway().totalVariation()).isZero();
  }

  @Test
  void whereTheTargetIsOfTwoMindsTheDrafterDecidesAndWhereItHasNoOpinionTheTarget() {
    float[] twoMinds = {2, 1.9f, -9, -9, -9};
    float[] rows = new float[2 * VOCABULARY];
    System.arraycopy(twoMinds, 0, rows, 0, VOCABULARY);
    System.arraycopy(twoMinds, 0, rows, VOCABULARY, VOCABULARY);
    Logits logits = new Logits(rows, 2, VOCABULARY);
    Block block = onPrefix(Ints.of(4), Proposal.chain(Ints.of(1)), Sampling.greedy(), 0);
    TopTokens mind = new TopTokens(Ints.of(1, 0), Floats.of(0.7f, 0.3f));
    Opinions opinions = new Opinions(Relaxation.of(0.3), List.of(mind, TopTokens.none()));
    Verdict verdict = verifier.verify(block.with(opinions), logits, TIMES);
    assertThat(verifier.verify(block, logits, TIMES).accepted()).isEqualTo(Ints.empty());
    assertThat(verdict.accepted()).isEqualTo(Ints.of(1));
    assertThat(verdict.nextToken()).isZero();
    assertThat(verdict.leeway().judged()).isEqualTo(1);
    assertThat(verdict.leeway().totalVariation()).isBetween(0.05, 0.08);
  }

  private static Opinions opinions(Block block, Random random, Relaxation relaxation) {
    TopTokens mind = new TopTokens(Ints.of(0, 3), Floats.of(0.5f, 0.5f));
    return new Opinions(
        relaxation,
        IntStream.range(block.firstVerified(), block.size())
            .mapToObj(node -> random.nextBoolean() ? mind : TopTokens.none())
            .toList());
  }

  @Test
  void ofTwoChildrenWithTheSameTokenTheFirstIsTaken() {
    Ints prompt = Ints.of(0);
    Sampling sampling = Sampling.greedy();
    int truth = decode(prompt, 1, sampling).last();
    Proposal twins = new Proposal(Ints.of(truth, truth), Ints.of(-1, -1));
    Block block = onPrefix(prompt, twins, sampling, 0);
    assertThat(verifier.verify(block, logits(Ints.empty(), block), TIMES).accepted())
        .isEqualTo(Ints.of(1));
  }

  @Test
  void rowsOffTheWalkMayHoldAnythingButOnItNaNIsRefused() {
    Ints prompt = Ints.of(0);
    int truth = decode(prompt, 1, Sampling.greedy()).last();
    Proposal wrong = Proposal.chain(Ints.of((truth + 1) % VOCABULARY));
    Block block = onPrefix(prompt, wrong, Sampling.greedy(), 0);
    float[] rows = new float[2 * VOCABULARY];
    System.arraycopy(target(prompt), 0, rows, 0, VOCABULARY);
    rows[VOCABULARY] = Float.NaN;
    assertThat(verifier.verify(block, new Logits(rows, 2, VOCABULARY), TIMES).nextToken())
        .isEqualTo(truth);
    rows[2] = Float.NaN;
    assertThatThrownBy(() -> verifier.verify(block, new Logits(rows, 2, VOCABULARY), TIMES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the logit of token 2 for position 1 is NaN");
  }

  @Test
  void aChunkThatWantsNoVerdictAndAnotherNumberOfRowsAreRefused() {
    Block chunk =
        new Block(
            SEQUENCE,
            0,
            7,
            Parent.committed(),
            0,
            2,
            false,
            Ints.of(1, 2),
            Tree.chain(2),
            Sampling.greedy(),
            List.of());
    Logits one = new Logits(new float[VOCABULARY], 1, VOCABULARY);
    assertThatThrownBy(() -> verifier.verify(chunk, one, TIMES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("round 7 wants no verdict");
    Block block = onPrefix(Ints.of(1, 2, 3), Proposal.chain(Ints.of(4)), Sampling.greedy(), 0);
    assertThatThrownBy(() -> verifier.verify(block, one, TIMES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 rows of logits for the 2 nodes from 2 on");
  }
}
