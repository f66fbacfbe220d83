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

/** The codecs of all values that travel or are stored by themselves; each has a version byte. */
public final class Codecs {

  /** Sequence ids, the key of everything. */
  public static final Codec<SequenceId> SEQUENCE_ID =
      new Versioned<>("a sequence id", SequenceIdBody.CODEC);

  /** Lists of ints. */
  public static final Codec<Ints> INTS = new Versioned<>("a list of ints", IntsBody.CODEC);

  /** What prompt records turned out to be. */
  public static final Codec<Arrival> ARRIVAL = new Versioned<>("an arrival", ArrivalBody.CODEC);

  /** Answers for the completions topic. */
  public static final Codec<Answer> ANSWER = new Versioned<>("an answer", AnswerBody.CODEC);

  /** Pieces of answers. */
  public static final Codec<Delta> DELTA = new Versioned<>("a delta", DeltaBody.CODEC);

  /** Records that were not served. */
  public static final Codec<DeadLetter> DEAD_LETTER =
      new Versioned<>("a dead letter", DeadLetterBody.CODEC);

  /** What speculation did for a sequence. */
  public static final Codec<Speculation> SPECULATION =
      new Versioned<>("speculation figures", SpeculationBody.CODEC);

  /** How far sequences have come. */
  public static final Codec<Progress> PROGRESS =
      new Versioned<>("a sequence's progress", ProgressBody.CODEC);

  /** The records of the loop. */
  public static final Codec<Batch> BATCH = new Versioned<>("a batch", BatchBody.CODEC);

  private Codecs() {}
}
