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
import io.dsd.message.request.BlockCounts.DrafterCount;
import io.dsd.message.request.BlockCounts.ShapeCount;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The values whose bytes lie in {@code src/test/resources/codec}, a file each, a line a value. */
final class StoredMessages {

  private static final SequenceId SEQUENCE = new SequenceId("prompts", 3, 1_234_567_890_123L);
  private static final Origin ORIGIN =
      new Origin(
          SEQUENCE,
          1_767_225_600_000L,
          Optional.of(Bytes.utf8("käy")),
          List.of(
              new Header("trace", Optional.of(Bytes.of((byte) 0, (byte) -1))),
              new Header("bare", Optional.empty())));
  private static final Sampling SAMPLING = new Sampling(0.8, 40, 0.95, -7);
  private static final List<String> STOP = List.of("\n\n", "ENDE 😀");
  private static final RequestError ERROR =
      new RequestError("invalid_type", "messages[0].role", "role is 1, but must be text.");
  private static final Speculation WITHOUT_BLOCKS = speculation(BlockCounts.none());
  private static final Speculation SPECULATION =
      speculation(
          new BlockCounts(
              Ints.of(9, 4),
              Ints.of(4, 1),
              List.of(new ShapeCount(0, 0, 3), new ShapeCount(2, 8, 9)),
              List.of(new DrafterCount("ngram", 9), new DrafterCount("none", 3)),
              5));
  private static final Block CHAIN =
      new Block(
          SEQUENCE,
          99,
          5,
          Parent.committed(),
          17,
          2,
          true,
          Ints.of(11, 12, 13),
          Tree.chain(3),
          SAMPLING,
          List.of(new Compaction(4, Ints.of(1, 2)), new Compaction(3, Ints.empty())));
  private static final Block TREE =
      new Block(
          SEQUENCE,
          99,
          6,
          new Parent.Node(5, 2),
          20,
          0,
          true,
          Ints.of(21, 22, 23, 24),
          new Tree(Ints.of(-1, 0, 0, 1)),
          Sampling.greedy(),
          List.of());

  private static final Leeway LEEWAY = new Leeway(30, 12, 1.5);
  private static final Opinions OPINIONS =
      new Opinions(
          new Relaxation(0.3, 2, 0.6, 0.4),
          List.of(new TopTokens(Ints.of(13, 15), Floats.of(0.75f, 0.25f)), TopTokens.none()));

  private StoredMessages() {}

  private static Speculation speculation(BlockCounts blocks) {
    return new Speculation(
        "ngram",
        12,
        48,
        30,
        42,
        new TimeSpent(1_000, 2_000_000_000_000L, 3_000, 4_000),
        1,
        blocks,
        Leeway.NONE);
  }

  private static Speculation relaxed() {
    return SPECULATION.plus(LEEWAY);
  }

  /**
   * A file and what it holds.
   *
   * @param current whether today's release writes the same bytes
   */
  record Stored<T>(String file, Codec<T> codec, List<T> values, boolean current) {

    private Stored(String file, Codec<T> codec, List<T> values) {
      this(file, codec, values, true);
    }

    @Override
    public String toString() {
      return file;
    }
  }

  static Request request() {
    return request(Optional.of(Instant.ofEpochMilli(1_767_225_660_000L)));
  }

  private static Request request(Optional<Instant> deadline) {
    return new Request(
        ORIGIN,
        "request-1",
        Dialect.CHAT,
        Ints.of(1, 49_151, 7),
        SAMPLING,
        256,
        STOP,
        true,
        deadline);
  }

  private static Request relaxedRequest() {
    Request strict = request();
    return new Request(
        strict.origin(),
        strict.id(),
        strict.dialect(),
        strict.prompt(),
        strict.sampling(),
        strict.maxTokens(),
        strict.stop(),
        strict.stream(),
        strict.deadline(),
        0.3);
  }

  static int stopBytes() {
    return STOP.stream().mapToInt(text -> 4 + Bytes.utf8(text).size()).sum();
  }

  static List<Stored<?>> all() {
    return List.of(
        new Stored<>("sequence-id", Codecs.SEQUENCE_ID, List.of(SEQUENCE)),
        new Stored<>("ints", Codecs.INTS, List.of(Ints.empty(), Ints.of(0, -1, 49_151))),
        new Stored<>("arrival-1", Codecs.ARRIVAL, arrivals(request(Optional.empty())), false),
        new Stored<>("arrival-2", Codecs.ARRIVAL, withCancellation(request()), false),
        new Stored<>("arrival-3", Codecs.ARRIVAL, withCancellation(relaxedRequest())),
        new Stored<>(
            "answer-1", Codecs.ANSWER, answers(request(Optional.empty()), WITHOUT_BLOCKS), false),
        new Stored<>(
            "answer-2", Codecs.ANSWER, withAcknowledgement(request(), WITHOUT_BLOCKS), false),
        new Stored<>("answer-3", Codecs.ANSWER, withAcknowledgement(relaxedRequest(), relaxed())),
        new Stored<>("delta-1", Codecs.DELTA, deltas(0), false),
        new Stored<>("delta-2", Codecs.DELTA, deltas(1)),
        new Stored<>(
            "dead-letter",
            Codecs.DEAD_LETTER,
            List.of(new DeadLetter(ORIGIN, Optional.of(Bytes.utf8("{]")), ERROR))),
        new Stored<>("speculation-1", Codecs.SPECULATION, List.of(WITHOUT_BLOCKS), false),
        new Stored<>("speculation-2", Codecs.SPECULATION, List.of(relaxed())),
        new Stored<>("progress-1", Codecs.PROGRESS, List.of(progress(WITHOUT_BLOCKS)), false),
        new Stored<>("progress-2", Codecs.PROGRESS, List.of(progress(relaxed()))),
        new Stored<>("batch-1", Codecs.BATCH, batches(0), false),
        new Stored<>("batch-2", Codecs.BATCH, batches(9)),
        new Stored<>("batch-2-int8", Codecs.BATCH, List.of(taps(eightBits()))));
  }

  private static List<Arrival> withCancellation(Request request) {
    List<Arrival> all = new ArrayList<>(arrivals(request));
    all.add(new Cancellation(ORIGIN, "request-3", new SequenceId("prompts", 1, 2)));
    return all;
  }

  private static Progress progress(Speculation speculation) {
    return new Progress(1_767_225_600_123L, Ints.of(5, 6, 7), speculation);
  }

  private static List<Answer> withAcknowledgement(Request request, Speculation speculation) {
    List<Answer> all = new ArrayList<>(answers(request, speculation));
    all.add(new Acknowledgement(ORIGIN, "request-3", new SequenceId("prompts", 1, 2), true));
    return all;
  }

  private static List<Arrival> arrivals(Request request) {
    return List.of(request, new Refusal(ORIGIN, "request-2", Optional.of(Bytes.utf8("{]")), ERROR));
  }

  private static List<Answer> answers(Request request, Speculation speculation) {
    return List.of(
        new Completion(
            request, Ints.of(3, 4, 2), "Grüße", FinishReason.STOP, speculation, 1_767_225_600_123L),
        new Failure(ORIGIN, "request-2", ERROR));
  }

  private static List<Delta> deltas(int accepted) {
    Delta piece =
        new Delta(
            ORIGIN,
            "request-1",
            Dialect.CHAT,
            2,
            Ints.of(3, 4),
            9,
            "Grü",
            Optional.empty(),
            accepted,
            accepted > 0);
    Delta end =
        new Delta(
            ORIGIN,
            "request-1",
            Dialect.COMPLETION,
            4,
            Ints.of(2),
            12,
            "ße",
            Optional.of(FinishReason.LENGTH));
    return List.of(piece, end);
  }

  private static List<Batch> batches(int batchTokens) {
    HiddenStates bf16 =
        new HiddenStates(RowType.BF16, 3, 1, Bytes.of(new byte[] {1, 2, 3, 4, 5, 6}));
    HiddenStates fp32 = new HiddenStates(RowType.FP32, 4, 1, Bytes.of(new byte[16]));
    return List.of(
        new Batch(List.of()),
        new Batch(
            List.of(
                CHAIN,
                TREE,
                new Activation(CHAIN, bf16, new SliceTimes(70, 80, batchTokens)),
                new Activation(TREE, fp32, SliceTimes.ZERO),
                new Verdict(
                    SEQUENCE, 99, 5, Ints.of(2), 21, new SliceTimes(700, 800, 2 * batchTokens)),
                new Rebase(SEQUENCE, 99, 6, 16),
                new Cancel(SEQUENCE, 99, 7),
                new Release(SEQUENCE, 99))),
        new Batch(
            List.of(
                new Share(SEQUENCE, 99, new SequenceId("prompts", 3, 7), 400),
                new Retain(SEQUENCE, 99))),
        new Batch(
            List.of(
                CHAIN.with(OPINIONS),
                new Verdict(
                    SEQUENCE,
                    99,
                    5,
                    Ints.of(2),
                    21,
                    new SliceTimes(700, 800, 2 * batchTokens),
                    LEEWAY))),
        taps(bf16));
  }

  private static HiddenStates eightBits() {
    return HiddenStates.of(RowType.INT8, 3, 1, new float[] {63.5f, -1, 0}, 0);
  }

  private static Batch taps(HiddenStates rows) {
    return new Batch(
        List.of(
            new Taps(
                SEQUENCE, 99, 5, 17, 2, Ints.of(0, 1, 3), Ints.of(11, 12, 13), Ints.of(2), rows)));
  }
}
