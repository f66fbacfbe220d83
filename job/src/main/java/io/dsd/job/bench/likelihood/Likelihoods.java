package io.dsd.job.bench.likelihood;

import io.dsd.job.bench.problem.Problem;
import io.dsd.job.bench.result.Answer;
import io.dsd.job.bench.result.Likelihood;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks a target about answers, once about those that are the same. */
public final class Likelihoods {

  private final Target target;
  private final Map<Asked, String> texts;
  private final Map<Said, Double> known = new HashMap<>();

  private record Asked(String set, int problem) {}

  private record Said(Asked asked, List<Integer> tokens) {}

  /** Answers are to these problems. */
  public Likelihoods(Target target, List<Problem> problems) {
    this.target = target;
    this.texts =
        problems.stream()
            .distinct()
            .collect(
                Collectors.toMap(
                    each -> new Asked(each.set().title(), each.number()), Problem::text));
  }

  /**
   * How likely each answer is; nothing of one that has no tokens.
   *
   * @param progress is told of each answer
   */
  public List<Likelihood> of(List<Answer> answers, Runnable progress) {
    List<Likelihood> likelihoods = new ArrayList<>();
    for (Answer answer : answers) {
      if (!answer.tokens().isEmpty()) {
        likelihoods.add(
            new Likelihood(
                answer.mode(), answer.set(), answer.problem(), answer.repeat(), of(answer)));
      }
      progress.run();
    }
    return likelihoods;
  }

  private double of(Answer answer) {
    Asked asked = new Asked(answer.set(), answer.problem());
    return known.computeIfAbsent(
        new Said(asked, answer.tokens()),
        said -> target.logProbability(texts.get(asked), said.tokens()));
  }
}
