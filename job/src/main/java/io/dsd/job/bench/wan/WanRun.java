package io.dsd.job.bench.wan;

import io.dsd.job.bench.problem.Problem;
import io.dsd.job.bench.result.Answer;
import io.dsd.job.bench.result.Keeper;
import io.dsd.job.bench.result.Portion;
import io.dsd.job.bench.result.Setup;
import io.dsd.job.bench.result.WanResults;
import io.dsd.job.bench.testbed.Mode;
import io.dsd.job.bench.testbed.Reply;
import io.dsd.job.bench.testbed.RunningJob;
import io.dsd.job.bench.testbed.Session;
import io.dsd.job.bench.testbed.Testbed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures: a job for each mode, all there from the first to the last, and portion by portion each
 * in turn, so that what else happens hits all alike.
 */
public final class WanRun {

  private final WanPlan plan;
  private final List<Answer> answers = new ArrayList<>();
  private final List<Portion> portions = new ArrayList<>();
  private final Map<Mode, Session> sessions = new LinkedHashMap<>();

  /** A run that has not begun. */
  public WanRun(WanPlan plan) {
    this.plan = plan;
  }

  /**
   * Measures all of it.
   *
   * @param testbed with a slot for each mode
   * @param setup what it is made with
   * @param progress is told of the mode whose turn it is, at each answer
   * @param keeper is given the results after each turn
   */
  public WanResults on(
      Testbed testbed, Setup setup, Consumer<String> progress, Keeper<WanResults> keeper)
      throws IOException, InterruptedException {
    try {
      for (Mode mode : plan.modes()) {
        RunningJob job = testbed.submit(mode, plan.concurrency());
        sessions.put(
            mode, Session.begin(job, plan.prompts(), plan.concurrency(), plan.warmUpTokens()));
      }
      int turn = 0;
      for (int repeat = 0; repeat < plan.repeats(); repeat++) {
        for (List<Problem> portion : plan.portions()) {
          for (Mode mode : plan.order(turn++)) {
            measure(sessions.get(mode), portion, repeat, progress);
            keeper.keep(new WanResults(setup, answers, portions));
          }
        }
      }
      return new WanResults(setup, answers, portions);
    } finally {
      sessions.values().forEach(Session::close);
    }
  }

  private void measure(
      Session session, List<Problem> portion, int repeat, Consumer<String> progress)
      throws IOException, InterruptedException {
    String mode = session.mode();
    portions.add(
        session.measure(
            portion.stream().map(Problem::text).toList(), reply -> progress.accept(mode)));
    for (Reply reply : session.replies()) {
      Problem problem = portion.get(reply.index());
      answers.add(
          Answer.of(
              new Answer.Asked(mode, problem.set().title(), problem.number(), repeat),
              reply.completion(),
              reply.wallMillis(),
              reply.firstMillis()));
    }
  }
}
