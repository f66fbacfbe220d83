package io.dsd.message.codec;

import io.dsd.message.Bytes;
import io.dsd.message.Floats;
import io.dsd.message.Ints;
import io.dsd.message.Relaxation;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.request.Acknowledgement;
import io.dsd.message.request.Answer;
import io.dsd.message.request.Arrival;
import io.dsd.message.request.BlockCounts;
import io.dsd.message.request.Cancellation;
import io.dsd.message.request.Completion;
import io.dsd.message.request.DeadLetter;
import io.dsd.message.request.Delta;
import io.dsd.message.request.Dialect;
import io.dsd.message.request.Failure;
import io.dsd.message.request.FinishReason;
import io.dsd.message.request.Header;
import io.dsd.message.request.Origin;
import io.dsd.message.request.Progress;
import io.dsd.message.request.Refusal;
import io.dsd.message.request.Request;
import io.dsd.message.request.RequestError;
import io.dsd.message.request.Speculation;
import io.dsd.message.request.TimeSpent;
import io.dsd.message.round.Activation;
import io.dsd.message.round.Batch;
import io.dsd.message.round.Block;
import io.dsd.message.round.Cancel;
import io.dsd.message.round.Compaction;
import io.dsd.message.round.HiddenStates;
import io.dsd.message.round.Leeway;
import io.dsd.message.round.LoopMessage;
import io.dsd.message.round.Opinions;
import io.dsd.message.round.Parent;
import io.dsd.message.round.Rebase;
import io.dsd.message.round.Release;
import io.dsd.message.round.Retain;
import io.dsd.message.round.RowType;
import io.dsd.message.round.Share;
import io.dsd.message.round.SliceTimes;
import io.dsd.message.round.Taps;
import io.dsd.message.round.TopTokens;
import io.dsd.message.round.Tree;
import io.dsd.message.round.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any value of every type that has a codec. */
final class MessageArbitraries {

  private MessageArbitraries() {}

  /** A codec and a value for it. */
  record Case<T>(Codec<T> codec, T value) {}

  static Arbitrary<Case<?>> cases() {
    return Arbitraries.of(
            List.of(
                of(Codecs.SEQUENCE_ID, sequenceIds()),
                of(Codecs.INTS, ints()),
                of(Codecs.ARRIVAL, arrivals()),
                of(Codecs.ANSWER, answers()),
                of(Codecs.DELTA, deltas()),
                of(Codecs.DEAD_LETTER, deadLetters()),
                of(Codecs.SPECULATION, speculations()),
                of(Codecs.PROGRESS, progress()),
                of(Codecs.BATCH, batches())))
        .flatMap(arbitrary -> arbitrary);
  }

  private static <T> Arbitrary<Case<?>> of(Codec<T> codec, Arbitrary<T> values) {
    return values.map(value -> new Case<>(codec, value));
  }

  static Arbitrary<String> texts() {
    return Arbitraries.integers()
        .between(0, Character.MAX_CODE_POINT)
        .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
        .list()
        .ofMaxSize(10)
        .map(points -> points.stream().map(Character::toString).reduce("", String::concat));
  }

  static Arbitrary<Ints> ints() {
    return Arbitraries.integers().array(int[].class).ofMaxSize(12).map(Ints::of);
  }

  static Arbitrary<SequenceId> sequenceIds() {
    return Combinators.combine(texts(), Arbitraries.integers(), Arbitraries.longs())
        .as(SequenceId::new);
  }

  private static Arbitrary<Optional<Bytes>> bytes() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(12).map(Bytes::of).optional(0.7);
  }

  private static Arbitrary<Origin> origins() {
    Arbitrary<Header> headers = Combinators.combine(texts(), bytes()).as(Header::new);
    return Combinators.combine(
            sequenceIds(), Arbitraries.longs(), bytes(), headers.list().ofMaxSize(3))
        .as(Origin::new);
  }

  private static Arbitrary<Sampling> samplings() {
    return Combinators.combine(
            Arbitraries.doubles().between(0, 1e6),
            Arbitraries.integers().greaterOrEqual(0),
            Arbitraries.doubles().between(0.01, 1),
            Arbitraries.longs())
        .as(Sampling::new);
  }

  private static Arbitrary<Request> requests() {
    return Combinators.combine(
            origins(),
            texts(),
            Arbitraries.of(Dialect.class),
            ints().filter(prompt -> !prompt.isEmpty()),
            samplings(),
            Arbitraries.integers().greaterOrEqual(1),
            texts().filter(stop -> !stop.isEmpty()).list().ofMaxSize(3),
            Combinators.combine(
                    Arbitraries.of(true, false),
                    instants().optional(0.5),
                    Arbitraries.of(0.0, 0.3, 0.875))
                .as(Further::new))
        .as(
            (origin, id, dialect, prompt, sampling, maxTokens, stop, last) ->
                new Request(
                    origin,
                    id,
                    dialect,
                    prompt,
                    sampling,
                    maxTokens,
                    stop,
                    last.stream(),
                    last.deadline(),
                    last.relaxation()));
  }

  private record Further(boolean stream, Optional<Instant> deadline, double relaxation) {}

  private static Arbitrary<Instant> instants() {
    return Arbitraries.longs().map(Instant::ofEpochMilli);
  }

  private static Arbitrary<RequestError> errors() {
    return Combinators.combine(texts(), texts(), texts()).as(RequestError::new);
  }

  private static Arbitrary<Arrival> arrivals() {
    return Arbitraries.oneOf(
        requests().map(Arrival.class::cast),
        Combinators.combine(origins(), texts(), bytes(), errors()).as(Refusal::new),
        Combinators.combine(origins(), texts(), sequenceIds()).as(Cancellation::new));
  }

  static Arbitrary<Speculation> speculations() {
    Arbitrary<Integer> counts = Arbitraries.integers();
    Arbitrary<Long> nanos = Arbitraries.longs();
    return Combinators.combine(
            texts(),
            counts,
            counts,
            counts,
            counts,
            Combinators.combine(nanos, nanos, nanos, nanos).as(TimeSpent::new))
        .as(
            (drafter, rounds, drafted, accepted, committed, spent) ->
                new Speculation(
                    drafter,
                    rounds,
                    drafted,
                    accepted,
                    committed,
                    spent,
                    rounds ^ drafted,
                    counts(rounds),
                    new Leeway(rounds & 0xffff, rounds & 0xff, Math.abs(accepted / 7.0))));
  }

  private static BlockCounts counts(long seed) {
    Random random = new Random(seed);
    BlockCounts counts = BlockCounts.none().plusCancelled(random.nextInt());
    for (int round = random.nextInt(5); round > 0; round--) {
      int depth = random.nextInt(5);
      int tried = random.nextInt(5);
      counts =
          counts.plusRound("d" + random.nextInt(3), depth, depth + 1, tried, random.nextInt(5));
    }
    return counts;
  }

  private static Arbitrary<Answer> answers() {
    return Arbitraries.oneOf(
        Combinators.combine(
                requests(),
                ints(),
                texts(),
                Arbitraries.of(FinishReason.class),
                speculations(),
                Arbitraries.longs())
            .as(Completion::new)
            .map(Answer.class::cast),
        Combinators.combine(origins(), texts(), errors()).as(Failure::new),
        Combinators.combine(origins(), texts(), sequenceIds(), Arbitraries.of(true, false))
            .as(Acknowledgement::new));
  }

  private static Arbitrary<Delta> deltas() {
    return Combinators.combine(
            origins(),
            texts(),
            Arbitraries.of(Dialect.class),
            Arbitraries.integers(),
            ints(),
            Arbitraries.integers(),
            texts(),
            Arbitraries.of(FinishReason.class).optional(0.5))
        .as(MessageArbitraries::delta);
  }

  private static Delta delta(
      Origin origin,
      String id,
      Dialect dialect,
      int tokenOffset,
      Ints tokens,
      int textOffset,
      String text,
      Optional<FinishReason> reason) {
    int accepted = Math.floorMod(tokenOffset, tokens.size() + 1);
    boolean corrected = textOffset % 2 == 0;
    return new Delta(
        origin, id, dialect, tokenOffset, tokens, textOffset, text, reason, accepted, corrected);
  }

  private static Arbitrary<DeadLetter> deadLetters() {
    return Combinators.combine(origins(), bytes(), errors()).as(DeadLetter::new);
  }

  private static Arbitrary<Progress> progress() {
    return Combinators.combine(Arbitraries.longs(), ints(), speculations()).as(Progress::new);
  }

  private static Arbitrary<Batch> batches() {
    return messages().list().ofMaxSize(4).map(Batch::new);
  }

  private static Arbitrary<LoopMessage> messages() {
    Arbitrary<Long> epochs = Arbitraries.longs();
    Arbitrary<Integer> numbers = Arbitraries.integers();
    return Arbitraries.oneOf(
        blocks().map(LoopMessage.class::cast),
        Combinators.combine(blocks(), Arbitraries.of(RowType.class), times())
            .as(MessageArbitraries::activation),
        Combinators.combine(sequenceIds(), epochs, numbers, ints(), numbers, times(), leeways())
            .as(Verdict::new),
        Combinators.combine(sequenceIds(), epochs, numbers, numbers).as(Rebase::new),
        Combinators.combine(sequenceIds(), epochs, numbers).as(Cancel::new),
        Combinators.combine(sequenceIds(), epochs).as(Release::new),
        Combinators.combine(
                sequenceIds(), epochs, sequenceIds(), Arbitraries.integers().greaterOrEqual(1))
            .filter((sequence, epoch, donor, length) -> !sequence.equals(donor))
            .as(Share::new),
        Combinators.combine(sequenceIds(), epochs).as(Retain::new),
        Combinators.combine(blocks(), Arbitraries.of(RowType.class)).as(MessageArbitraries::taps));
  }

  private static Taps taps(Block block, RowType type) {
    byte[] data = new byte[(int) (block.size() * type.bytes(6))];
    new Random(block.epoch()).nextBytes(data);
    return new Taps(
        block.sequence(),
        block.epoch(),
        block.round(),
        block.basePosition(),
        block.committed(),
        Ints.range(0, block.size()),
        block.tokens(),
        Ints.of(2, 5),
        new HiddenStates(type, block.size(), 6, Bytes.owned(data)));
  }

  private static Arbitrary<Leeway> leeways() {
    Arbitrary<Integer> counts = Arbitraries.integers().between(0, 1000);
    return Arbitraries.oneOf(
        Arbitraries.just(Leeway.NONE),
        Combinators.combine(counts, counts, Arbitraries.doubles().between(0, 9))
            .as((key, more, spent) -> new Leeway(key + more, key, spent)));
  }

  private static Arbitrary<SliceTimes> times() {
    return Combinators.combine(Arbitraries.longs(), Arbitraries.longs(), Arbitraries.integers())
        .as(SliceTimes::new);
  }

  private static Activation activation(Block block, RowType type, SliceTimes times) {
    byte[] data = new byte[(int) (block.size() * type.bytes(3))];
    new Random(block.epoch()).nextBytes(data);
    return new Activation(block, new HiddenStates(type, block.size(), 3, Bytes.owned(data)), times);
  }

  private static Arbitrary<Block> blocks() {
    Arbitrary<Compaction> compactions =
        Combinators.combine(Arbitraries.integers(), ints()).as(Compaction::new);
    return Combinators.combine(
            sequenceIds(),
            Arbitraries.longs(),
            Arbitraries.integers(),
            Arbitraries.integers().greaterOrEqual(0),
            samplings(),
            compactions.list().ofMaxSize(3),
            Arbitraries.randomValue(Random::nextLong))
        .as(MessageArbitraries::block);
  }

  private static Block block(
      SequenceId sequence,
      long epoch,
      int round,
      int base,
      Sampling sampling,
      List<Compaction> compactions,
      long shape) {
    Random random = new Random(shape);
    boolean onPrefix = random.nextBoolean();
    int committed = onPrefix ? 1 + random.nextInt(4) : 0;
    int size = Math.max(1, committed) + random.nextInt(6);
    int[] parents = new int[size];
    for (int node = 0; node < size; node++) {
      int earliest = Math.max(0, committed - 1);
      boolean known = node < Math.max(1, committed);
      parents[node] = known ? node - 1 : earliest + random.nextInt(node - earliest);
    }
    Block strict =
        new Block(
            sequence,
            epoch,
            round,
            onPrefix ? Parent.committed() : new Parent.Node(random.nextInt(), random.nextInt()),
            base,
            committed,
            random.nextBoolean(),
            Ints.of(random.ints(size).toArray()),
            new Tree(Ints.of(parents)),
            sampling,
            compactions);
    return random.nextBoolean() ? strict : strict.with(opinions(strict, random));
  }

  private static Opinions opinions(Block block, Random random) {
    TopTokens even = new TopTokens(Ints.of(random.nextInt(9), 9), Floats.of(0.25f, 0.75f));
    return new Opinions(
        Relaxation.of(random.nextDouble()),
        IntStream.range(block.firstVerified(), block.size())
            .mapToObj(node -> random.nextBoolean() ? even : TopTokens.none())
            .toList());
  }
}
