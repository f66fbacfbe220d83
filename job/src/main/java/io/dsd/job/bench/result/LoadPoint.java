package io.dsd.job.bench.result;

import io.dsd.job.bench.statistic.Sample;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What was measured with so many sequences at the same time.
 *
 * @param concurrency how many
 * @param answers the answers
 * @param portion what the job counted
 */
public record LoadPoint(int concurrency, List<Answer> answers, Portion portion) {

  /** Keeps a copy. */
  public LoadPoint {
    answers = List.copyOf(answers);
  }

  /** Generated tokens a second, of all sequences together. */
  public double throughput() {
    return answers.stream().mapToInt(answer -> answer.tokens().size()).sum() / portion.seconds();
  }

  /** Milliseconds from sending a prompt to having its first tokens. */
  public Sample first() {
    return sample(answer -> answer.spent().first());
  }

  /** Milliseconds from one token to the next, the mean of each answer. */
  public Sample perToken() {
    return sample(
        answer ->
            (answer.spent().wall() - answer.spent().first())
                / Math.max(1, answer.tokens().size() - 1));
  }

  private Sample sample(ToDoubleFunction<Answer> value) {
    return new Sample(answers.stream().mapToDouble(value).boxed().toList());
  }
}
