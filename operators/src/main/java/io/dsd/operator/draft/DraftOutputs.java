package io.dsd.operator.draft;

import io.dsd.message.request.Answer;
import io.dsd.message.request.DeadLetter;
import io.dsd.message.request.Delta;
import io.dsd.operator.type.MessageTypes;
import org.apache.flink.util.OutputTag;

/** The side outputs of the draft operator: everything that leaves the job. */
public final class DraftOutputs {

  /** Completions and errors, one per prompt record. */
  public static final OutputTag<Answer> ANSWERS = new OutputTag<>("answers", MessageTypes.answer());

  /** Pieces of answers on their way. */
  public static final OutputTag<Delta> DELTAS = new OutputTag<>("deltas", MessageTypes.delta());

  /** Records that were not served. */
  public static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("dead-letters", MessageTypes.deadLetter());

  private DraftOutputs() {}
}
