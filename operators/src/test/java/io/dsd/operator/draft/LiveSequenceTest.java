package io.dsd.operator.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.request.BlockCounts;
import io.dsd.message.request.BlockCounts.DrafterCount;
import io.dsd.message.request.BlockCounts.ShapeCount;
import io.dsd.message.request.Delta;
import io.dsd.message.request.Dialect;
import io.dsd.message.request.FinishReason;
import io.dsd.message.request.Origin;
import io.dsd.message.request.Progress;
import io.dsd.message.request.Request;
import io.dsd.message.request.Speculation;
import io.dsd.message.request.TimeSpent;
import io.dsd.message.round.Leeway;
import io.dsd.message.round.SliceTimes;
import io.dsd.speculate.Proposal;
import io.dsd.speculate.round.Outcome;
import io.dsd.speculate.round.SequenceRounds;
import io.dsd.speculate.router.Router.Routers;
import io.dsd.text.TextAssembler;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LiveSequenceTest {

  private static final SentBlock BLOCK =
      new SentBlock(
          SequenceRounds.start(new SequenceId("prompts", 0, 1), 1, Sampling.greedy(), 8, Ints.of(1))
              .issue(Proposal.chain(Ints.of(5, 6, 7, 8)))
              .get(0),
          0,
          0,
          "ngram",
          500);

  private static final int END = 256;
  private static final int OTHER_END = 257;

  /** Each token is a byte; the two end tokens have no text. */
  private static String decode(Ints tokens) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    tokens.stream().filter(token -> token < END).forEach(bytes::write);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static Ints tokens(String text) {
    Ints tokens = Ints.empty();
    for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
      tokens = tokens.append(value & 0xFF);
    }
    return tokens;
  }

  private static LiveSequence sequence(int maxTokens, List<String> stop, Ints generated) {
    SequenceId id = new SequenceId("prompts", 0, 1);
    Request request =
        new Request(
            new Origin(id, 7, Optional.empty(), List.of()),
            "one",
            Dialect.COMPLETION,
            Ints.of(1),
            Sampling.greedy(),
            maxTokens,
            stop,
            true,
            Optional.empty());
    return new LiveSequence(
        request,
        new Progress(123, generated, Speculation.none("ngram")),
        SequenceRounds.resume(id, 1, Sampling.greedy(), 8, request.prompt(), generated),
        new Routers(1).open(),
        new TextAssembler(LiveSequenceTest::decode, stop),
        Ints.of(END, OTHER_END));
  }

  private static Delta advance(LiveSequence sequence, Ints tokens) {
    return sequence.advance(
        BLOCK,
        new Outcome.Committed(tokens, 4, tokens.size(), tokens.size() - 1, false, 0),
        new SliceTimes(100, 10, 0),
        1_000);
  }

  /** Feeds the tokens in verdicts of random sizes, up to the end. */
  private static List<Delta> run(LiveSequence sequence, Ints tokens, Random sizes) {
    List<Delta> deltas = new ArrayList<>();
    int at = 0;
    while (at < tokens.size() && !sequence.isFinished()) {
      int to = Math.min(tokens.size(), at + 1 + sizes.nextInt(6));
      deltas.add(advance(sequence, tokens.slice(at, to)));
      at = to;
    }
    return deltas;
  }

  private static Ints randomTokens(Random random) {
    String[] alphabet = {"a", "b", "é", "😀", "\n", "ab"};
    Ints tokens = Ints.empty();
    // at least as many tokens as any limit here, so that every sequence ends
    for (int i = 0; i < 60; i++) {
      tokens =
          random.nextInt(25) == 0
              ? tokens.append(random.nextBoolean() ? END : 0xC3)
              : tokens.append(tokens(alphabet[random.nextInt(alphabet.length)]));
    }
    return tokens;
  }

  @Property(tries = 1000)
  void itEndsAtTheSameTokenAndTextHoweverTokensAreBatched(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int maxTokens) {
    Random random = new Random(seed);
    Ints tokens = randomTokens(random);
    List<String> stop = List.of("abb", "é\n", "😀😀").subList(0, random.nextInt(4));
    LiveSequence single = sequence(maxTokens, stop, Ints.empty());
    for (int token : tokens.toArray()) {
      if (!single.isFinished()) {
        advance(single, Ints.of(token));
      }
    }
    LiveSequence batched = sequence(maxTokens, stop, Ints.empty());
    List<Delta> deltas = run(batched, tokens, random);
    assertThat(single.isFinished()).isTrue();
    assertThat(batched.completion().tokens()).isEqualTo(single.completion().tokens());
    assertThat(batched.completion().text()).isEqualTo(single.completion().text());
    assertThat(batched.completion().finishReason()).isEqualTo(single.completion().finishReason());
    assertDeltasMakeTheAnswer(batched, deltas);
  }

  private static void assertDeltasMakeTheAnswer(LiveSequence sequence, List<Delta> deltas) {
    Ints tokens = Ints.empty();
    StringBuilder text = new StringBuilder();
    for (Delta delta : deltas) {
      assertThat(delta.tokenOffset()).isEqualTo(tokens.size());
      assertThat(delta.textOffset()).isEqualTo(text.length());
      tokens = tokens.append(delta.tokens());
      text.append(delta.text());
    }
    assertThat(tokens).isEqualTo(sequence.completion().tokens());
    assertThat(text).hasToString(sequence.completion().text());
    assertThat(deltas.subList(0, deltas.size() - 1))
        .allSatisfy(delta -> assertThat(delta.finishReason()).isEmpty());
    assertThat(deltas.get(deltas.size() - 1).finishReason())
        .contains(sequence.completion().finishReason());
  }

  @Property(tries = 300)
  void oneThatResumesGoesOnAsIfNothingHadHappened(@ForAll long seed) {
    Random random = new Random(seed);
    Ints tokens = randomTokens(random);
    List<String> stop = List.of("abb", "é\n");
    LiveSequence undisturbed = sequence(50, stop, Ints.empty());
    run(undisturbed, tokens, random);
    int length = undisturbed.completion().tokens().size();
    int known = random.nextInt(length);
    LiveSequence resumed = sequence(50, stop, tokens.slice(0, known));
    run(resumed, tokens.slice(known, tokens.size()), random);
    assertThat(resumed.completion().tokens()).isEqualTo(undisturbed.completion().tokens());
    assertThat(resumed.completion().text()).isEqualTo(undisturbed.completion().text());
    assertThat(resumed.completion().finishReason())
        .isEqualTo(undisturbed.completion().finishReason());
  }

  @Test
  void anEndTokenEndsItAndIsCountedButHasNoText() {
    LiveSequence sequence = sequence(50, List.of("b!"), Ints.empty());
    Delta delta = advance(sequence, tokens("ab").append(OTHER_END).append(tokens("more")));
    assertThat(delta.text()).isEqualTo("ab");
    assertThat(delta.tokens()).isEqualTo(tokens("ab").append(OTHER_END));
    assertThat(delta.finishReason()).contains(FinishReason.STOP);
    assertThat(sequence.completion().text()).isEqualTo("ab");
  }

  @Test
  void aStopTextEndsItBeforeTheStop() {
    LiveSequence sequence = sequence(50, List.of("STOP"), Ints.empty());
    assertThat(advance(sequence, tokens("hi ST")).text()).isEqualTo("hi ");
    Delta last = advance(sequence, tokens("OP and on"));
    assertThat(last.text()).isEmpty();
    assertThat(last.tokens()).isEqualTo(tokens("OP"));
    assertThat(sequence.completion().finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(sequence.completion().tokens()).isEqualTo(tokens("hi STOP"));
  }

  @Test
  void theLimitEndsItAndLetsOutWhatWasHeldBack() {
    LiveSequence sequence = sequence(4, List.of("STOP"), Ints.empty());
    assertThat(sequence.room()).isEqualTo(4);
    Delta delta = advance(sequence, tokens("hiSTOP"));
    assertThat(delta.text()).isEqualTo("hiST");
    assertThat(delta.finishReason()).contains(FinishReason.LENGTH);
    assertThat(sequence.room()).isZero();
  }

  @Test
  void aStopWithTheLastTokenAllowedIsAStop() {
    LiveSequence sequence = sequence(6, List.of("STOP"), Ints.empty());
    advance(sequence, tokens("hiSTOP"));
    assertThat(sequence.completion().finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(sequence.completion().text()).isEqualTo("hi");
  }

  @Test
  void aStopInWhatTheLimitLetsOutIsAStop() {
    LiveSequence sequence = sequence(3, List.of("abcd", "bc"), Ints.empty());
    Delta delta = advance(sequence, tokens("abc"));
    assertThat(delta.text()).isEqualTo("a");
    assertThat(delta.finishReason()).contains(FinishReason.STOP);
  }

  @Test
  void itAddsUpWhatSpeculationDid() {
    LiveSequence sequence = sequence(50, List.of(), Ints.empty());
    sequence.sent(BLOCK);
    advance(sequence, tokens("abc"));
    sequence.replayed();
    assertThat(sequence.progress().speculation())
        .isEqualTo(
            new Speculation(
                "ngram",
                1,
                4,
                2,
                3,
                new TimeSpent(0, 100, 10, 390),
                1,
                new BlockCounts(
                    Ints.of(1, 1, 1),
                    Ints.of(1, 1, 0),
                    List.of(new ShapeCount(4, 4, 1)),
                    List.of(new DrafterCount("ngram", 1)),
                    0),
                Leeway.NONE));
    assertThat(sequence.progress().createdMillis()).isEqualTo(123);
  }

  @Test
  void itsTimesAddUpToWhatWentByAlsoWhileSeveralBlocksAreOnTheirWay() {
    LiveSequence sequence = sequence(50, List.of(), Ints.empty());
    // sent at 1000, 1400, 2500 and 2600; home at 2000, 2200, 4000 and 4100
    verdict(sequence, 1_000, 2_000, new SliceTimes(600, 100, 0));
    verdict(sequence, 1_400, 2_200, new SliceTimes(400, 0, 0));
    assertThat(sequence.proposalCame(2_500)).isEqualTo(2_500);
    verdict(sequence, 2_500, 4_000, new SliceTimes(1_500, 0, 0));
    verdict(sequence, 2_600, 4_100, new SliceTimes(700, 900, 0));
    Speculation speculation = sequence.progress().speculation();
    assertThat(speculation.spent().draftNanos()).isEqualTo(300);
    assertThat(speculation.spent().sliceNanos()).isEqualTo(600 + 100 + 1_500 + 47);
    assertThat(speculation.spent().queueNanos()).isEqualTo(100 + 53);
    assertThat(speculation.spent().linkNanos()).isEqualTo(300 + 100);
    assertThat(speculation.spent().nanos()).isEqualTo(4_100 - 1_000);
  }

  private static void verdict(LiveSequence sequence, long sent, long home, SliceTimes times) {
    SentBlock block = new SentBlock(BLOCK.block(), 0, 0, "ngram", sent);
    sequence.sent(block);
    sequence.advance(block, new Outcome.Committed(Ints.of(65), 4, 1, 0, false, 0), times, home);
  }

  @Test
  void tokensBeyondTheEndAreNotCountedAsCommitted() {
    LiveSequence sequence = sequence(2, List.of(), Ints.empty());
    advance(sequence, tokens("abcd"));
    assertThat(sequence.progress().speculation().committed()).isEqualTo(2);
    assertThat(sequence.completion().tokens()).isEqualTo(tokens("ab"));
  }

  @Test
  void thereIsNoCompletionBeforeTheEnd() {
    assertThatThrownBy(() -> sequence(2, List.of(), Ints.empty()).completion())
        .isInstanceOf(NoSuchElementException.class);
  }
}
