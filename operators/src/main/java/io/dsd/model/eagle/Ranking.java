package io.dsd.model.eagle;

import io.dsd.message.Ints;
import io.dsd.speculate.DraftTask;
import io.dsd.speculate.sampling.Candidates;
import io.dsd.speculate.sampling.Logits;
import io.dsd.speculate.sampling.TokenPicker;

/** What may follow a row of the draft network, best first. One thread at a time. */
final class Ranking {

  /** How many tokens are kept of a row, whatever this task wants: a later one may want more. */
  static final int KEPT = 16;

  private final TokenPicker picker;

  /**
   * A ranking.
   *
   * @param toTarget the target's id of each of the draft's tokens
   */
  Ranking(Ints toTarget) {
    this.picker = TokenPicker.forDraft(toTarget);
  }

  /**
   * Ranks the tokens of a row.
   *
   * @param position of the token that is looked for
   */
  Candidates rank(Logits logits, int row, DraftTask task, int position) {
    Candidates best = logits.best(picker, row, task.sampling(), position, KEPT);
    return task.opinions() ? best.with(logits.top(picker, row, Candidates.OPINION_TOKENS)) : best;
  }
}
