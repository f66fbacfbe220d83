package io.dsd.job.bench.load;

import io.dsd.job.bench.problem.Problem;
import io.dsd.job.bench.result.Answer;
import io.dsd.job.bench.result.Keeper;
import io.dsd.job.bench.result.LoadPoint;
import io.dsd.job.bench.result.LoadResults;
import io.dsd.job.bench.result.Portion;
import io.dsd.job.bench.result.Setup;
import io.dsd.job.bench.testbed.Reply;
import io.dsd.job.bench.testbed.RunningJob;
import io.dsd.job.bench.testbed.Session;
import io.dsd.job.bench.testbed.Testbed;
import io.dsd.job.bench.trace.Recorder;
import io.dsd.job.bench.trace.Trace;
import io.dsd.job.topology.Surroundings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Measures each number of sequences with a job of its own. */
public final class LoadRun {

  private final LoadPlan plan;
  private final Recorder recorder;
  private final Keeper<Trace> traces;

  /**
   * A run that has not begun.
   *
   * @param recorder notes the passes of the run that is traced
   * @param traces is given what they come to
   */
  public LoadRun(LoadPlan plan, Recorder recorder, Keeper<Trace> traces) {
    this.plan = plan;
    this.recorder = recorder;
    this.traces = traces;
  }

  /**
   * Measures all of it.
   *
   * @param setup what it is made with
   * @param progress is told of what is measured, at each answer
   * @param keeper is given the results after each point
   */
  public LoadResults on(
      Testbed testbed, Setup setup, Consumer<String> progress, Keeper<LoadResults> keeper)
      throws IOException, InterruptedException {
    List<LoadPoint> points = new ArrayList<>();
    for (int together : plan.concurrency()) {
      boolean traced = together == plan.traced();
      Surroundings around = traced ? recorder.surroundings() : Surroundings.none();
      points.add(measure(testbed, together, around, progress));
      if (traced) {
        traces.keep(Trace.busiest(together, setup.slices(), recorder.passes(), plan.tracedNanos()));
      }
      keeper.keep(new LoadResults(setup, points));
    }
    return new LoadResults(setup, points);
  }

  private LoadPoint measure(
      Testbed testbed, int together, Surroundings around, Consumer<String> progress)
      throws IOException, InterruptedException {
    List<Problem> asked = plan.asked(together);
    String mode = plan.mode().name();
    RunningJob job = testbed.submit(plan.mode(), together, around);
    try (Session session = Session.begin(job, plan.prompts(), together, plan.warmUpTokens())) {
      Portion portion =
          session.measure(
              asked.stream().map(Problem::text).toList(),
              reply -> progress.accept(together + " at a time"));
      List<Answer> answers = new ArrayList<>();
      for (Reply reply : session.replies()) {
        Problem problem = asked.get(reply.index());
        answers.add(
            Answer.of(
                new Answer.Asked(
                    mode,
                    problem.set().title(),
                    problem.number(),
                    reply.index() / plan.problems().size()),
                reply.completion(),
                reply.wallMillis(),
                reply.firstMillis()));
      }
      return new LoadPoint(together, answers, portion);
    }
  }
}
