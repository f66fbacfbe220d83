package io.dsd.operator.draft;

import io.dsd.message.SequenceId;
import io.dsd.message.round.Share;
import io.dsd.message.round.Taps;
import io.dsd.speculate.DraftTask;

/** What the draft operator's worker is given. */
sealed interface DraftWork {

  /**
   * A proposal is wanted.
   *
   * @param task what for
   * @param drafter by whom
   */
  record Propose(DraftTask task, String drafter) implements DraftWork {}

  /** The target has been listened to. */
  record Learn(Taps taps) implements DraftWork {}

  /** A sequence has its beginning from another one. */
  record Take(Share share) implements DraftWork {}

  /** A sequence has ended, and others may have their beginning from it. */
  record Keep(SequenceId sequence) implements DraftWork {}

  /** A sequence has ended, and nobody has anything from it any more. */
  record Forget(SequenceId sequence) implements DraftWork {}
}
