package io.dsd.operator.draft;

import io.dsd.message.request.Answer;
import io.dsd.message.request.DeadLetter;
import io.dsd.message.request.Delta;
import io.dsd.message.round.LoopMessage;
import java.util.List;

/** Where what the draft desk says goes. */
interface DraftExits {

  /** To the completions topic. */
  void answer(Answer answer);

  /** To the deltas topic. */
  void delta(Delta delta);

  /** To the dead-letter topic. */
  void deadLetter(DeadLetter letter);

  /** To the first slice, as one record. */
  void toSlices(List<LoopMessage> messages);

  /** To the drafter's worker. */
  void toDrafter(DraftWork work);
}
