package io.dsd.operator.draft;

import io.dsd.message.SequenceId;
import io.dsd.message.round.Verdict;
import io.dsd.speculate.DraftPlan;
import io.dsd.speculate.NoDrafter;
import io.dsd.speculate.RoundReport;
import io.dsd.speculate.ShapeChooser;
import io.dsd.speculate.router.Router;
import io.dsd.speculate.router.Router.Routers;
import java.util.List;

/** Who drafts a sequence next, and how much: passes on what is measured to those who choose. */
final class DraftChoices {

  private static final double NANOS_PER_MILLI = 1e6;

  private final List<String> routes;
  private final ShapeChooser shapes;
  private final Routers routers;

  DraftChoices(DraftSettings settings) {
    this.routes = settings.drafters().routes();
    this.shapes = settings.shapes().open();
    this.routers = new Routers(routes.size());
  }

  /** For a sequence that begins. */
  Router openRouter() {
    return routers.open();
  }

  /** Lets another drafter have its turn, unless an answer of this one is still of use. */
  void turn(LiveSequence sequence) {
    if (sequence.drafting().isFree()) {
      sequence.route(sequence.router().choose());
    }
  }

  /** Whose turn it is. */
  String drafter(LiveSequence sequence) {
    return routes.get(sequence.route());
  }

  /**
   * How much is drafted.
   *
   * @param active how many sequences share the slices
   */
  DraftPlan plan(LiveSequence sequence, int active) {
    String drafter = drafter(sequence);
    return drafter.equals(NoDrafter.NAME)
        ? DraftPlan.PLAIN
        : shapes.choose(sequence.id(), drafter, active);
  }

  /** The drafter answered. */
  void answered(LiveSequence sequence, Proposed answer, long nanos) {
    if (answer.proposal().size() > 0) {
      shapes.drafted(drafter(sequence), answer.proposal().depth(), nanos);
    }
  }

  /**
   * A verdict came, whose block has returned; what hangs on it has not been cancelled yet.
   *
   * @param committed how many tokens it brought
   */
  void observe(LiveSequence sequence, SentBlock block, Verdict verdict, int committed, long nanos) {
    sequence
        .verdictCame(nanos)
        .ifPresent(
            since -> sequence.router().observe(block.route(), committed, since / NANOS_PER_MILLI));
    shapes.observe(
        new RoundReport(
            block.block(),
            verdict,
            block.asked(),
            block.before(),
            sequence.oldest().flatMap(next -> block.guess(next, verdict)),
            nanos - block.nanos()));
  }

  void forget(SequenceId sequence) {
    shapes.forget(sequence);
  }
}
