package io.dsd.job.bench.result;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Where the time of answers went, in milliseconds a token; the parts add up to all of it.
 *
 * @param latency the links: what was measured of them at the start, for each round that another one
 *     does not hide
 * @param slices forward passes
 * @param draft waiting for the drafter
 * @param queues waiting in front of slices
 * @param loop what else there is in a round: serialisation, sockets, mailboxes, threads
 * @param outside before the first block and after the last verdict: Kafka, template, tokens, text
 */
public record Split(
    double latency, double slices, double draft, double queues, double loop, double outside) {

  /** Names of the parts, for people. */
  public static final List<String> NAMES =
      List.of("links", "slices", "drafting", "queues", "rest of the loop", "outside the loop");

  /**
   * That of answers.
   *
   * @param roundMillis what the links of a round take
   * @param hidden the share of rounds that are hidden behind another one
   */
  static Split of(List<Answer> answers, double roundMillis, double hidden) {
    return new Split(
        perToken(answers, answer -> latency(answer, roundMillis, hidden)),
        perToken(answers, answer -> answer.spent().slices()),
        perToken(answers, answer -> answer.spent().draft()),
        perToken(answers, answer -> answer.spent().queues()),
        perToken(answers, answer -> answer.spent().links() - latency(answer, roundMillis, hidden)),
        perToken(answers, answer -> answer.spent().wall() - answer.spent().loop()));
  }

  /** What the links of an answer's rounds take at least; never more than was measured of them. */
  static double latency(Answer answer, double roundMillis, double hidden) {
    return Math.min(answer.spent().links(), answer.rounds().rounds() * (1 - hidden) * roundMillis);
  }

  private static double perToken(List<Answer> answers, ToDoubleFunction<Answer> part) {
    int tokens = answers.stream().mapToInt(answer -> answer.tokens().size()).sum();
    return tokens == 0 ? 0 : answers.stream().mapToDouble(part).sum() / tokens;
  }

  /** The parts in the order of their names. */
  public List<Double> parts() {
    return List.of(latency, slices, draft, queues, loop, outside);
  }

  /** All of it. */
  public double total() {
    return parts().stream().mapToDouble(Double::doubleValue).sum();
  }
}
