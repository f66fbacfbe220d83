package io.dsd.operator.type;

import io.dsd.message.SequenceId;
import io.dsd.message.codec.Codecs;
import io.dsd.message.request.Answer;
import io.dsd.message.request.Arrival;
import io.dsd.message.request.DeadLetter;
import io.dsd.message.request.Delta;
import io.dsd.message.request.Progress;
import io.dsd.message.round.Batch;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The type information of every message that Flink carries or stores. */
public final class MessageTypes {

  private static final MessageType<SequenceId> SEQUENCE_ID =
      new MessageType<>("sequence-id", SequenceId.class, Codecs.SEQUENCE_ID, true);
  private static final MessageType<Arrival> ARRIVAL =
      new MessageType<>("arrival", Arrival.class, Codecs.ARRIVAL, false);
  private static final MessageType<Progress> PROGRESS =
      new MessageType<>("progress", Progress.class, Codecs.PROGRESS, false);
  private static final MessageType<Batch> BATCH =
      new MessageType<>("batch", Batch.class, Codecs.BATCH, false);
  private static final MessageType<Answer> ANSWER =
      new MessageType<>("answer", Answer.class, Codecs.ANSWER, false);
  private static final MessageType<Delta> DELTA =
      new MessageType<>("delta", Delta.class, Codecs.DELTA, false);
  private static final MessageType<DeadLetter> DEAD_LETTER =
      new MessageType<>("dead-letter", DeadLetter.class, Codecs.DEAD_LETTER, false);

  private static final List<MessageType<?>> ALL =
      List.of(SEQUENCE_ID, ARRIVAL, PROGRESS, BATCH, ANSWER, DELTA, DEAD_LETTER);

  private MessageTypes() {}

  /** The key of every keyed stream. */
  public static TypeInformation<SequenceId> sequenceId() {
    return new MessageTypeInformation<>(SEQUENCE_ID);
  }

  /** What prompt records turned out to be. */
  public static TypeInformation<Arrival> arrival() {
    return new MessageTypeInformation<>(ARRIVAL);
  }

  /** How far a sequence has come. */
  public static TypeInformation<Progress> progress() {
    return new MessageTypeInformation<>(PROGRESS);
  }

  /** The records of the loop. */
  public static TypeInformation<Batch> batch() {
    return new MessageTypeInformation<>(BATCH);
  }

  /** Answers. */
  public static TypeInformation<Answer> answer() {
    return new MessageTypeInformation<>(ANSWER);
  }

  /** Pieces of answers. */
  public static TypeInformation<Delta> delta() {
    return new MessageTypeInformation<>(DELTA);
  }

  /** Records that were not served. */
  public static TypeInformation<DeadLetter> deadLetter() {
    return new MessageTypeInformation<>(DEAD_LETTER);
  }

  /** The type that a savepoint names. */
  static MessageType<?> named(String name) {
    return ALL.stream()
        .filter(type -> type.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the stored state holds messages of type '"
                        + name
                        + "', which this release does not know; restore it with the release that"
                        + " wrote it"));
  }
}
