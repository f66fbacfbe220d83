package io.dsd.message.codec;

import io.dsd.message.Ints;
import io.dsd.message.SequenceId;
import io.dsd.message.request.Answer;
import io.dsd.message.request.Arrival;
import io.dsd.message.request.DeadLetter;
import io.dsd.message.request.Delta;
import io.dsd.message.request.Progress;
import io.dsd.message.request.Speculation;
import io.dsd.message.round.Batch;
import java.util.List;

/** The codecs of all values that travel or are stored by themselves; each has a version byte. */
public final class Codecs {

  /** Sequence ids, the key of everything. */
  public static final Codec<SequenceId> SEQUENCE_ID =
      new Versioned<>("a sequence id", List.of(SequenceIdBody.CODEC));

  /** Lists of ints. */
  public static final Codec<Ints> INTS = new Versioned<>("a list of ints", List.of(IntsBody.CODEC));

  /** What prompt records turned out to be. */
  public static final Codec<Arrival> ARRIVAL =
      new Versioned<>("an arrival", List.of(ArrivalBody.V1, ArrivalBody.V2, ArrivalBody.V3));

  /** Answers for the completions topic. */
  public static final Codec<Answer> ANSWER =
      new Versioned<>("an answer", List.of(AnswerBody.V1, AnswerBody.V2, AnswerBody.V3));

  /** Pieces of answers. */
  public static final Codec<Delta> DELTA =
      new Versioned<>("a delta", List.of(DeltaBody.V1, DeltaBody.V2));

  /** Records that were not served. */
  public static final Codec<DeadLetter> DEAD_LETTER =
      new Versioned<>("a dead letter", List.of(DeadLetterBody.CODEC));

  /** What speculation did for a sequence. */
  public static final Codec<Speculation> SPECULATION =
      new Versioned<>("speculation figures", List.of(SpeculationBody.V1, SpeculationBody.V2));

  /** How far sequences have come. */
  public static final Codec<Progress> PROGRESS =
      new Versioned<>("a sequence's progress", List.of(ProgressBody.V1, ProgressBody.V2));

  /** The records of the loop. */
  public static final Codec<Batch> BATCH =
      new Versioned<>("a batch", List.of(BatchBody.V1, BatchBody.V2));

  private Codecs() {}
}
