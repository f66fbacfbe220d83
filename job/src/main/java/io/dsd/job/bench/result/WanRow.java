package io.dsd.job.bench.result;

import io.dsd.job.bench.statistic.Interval;
import java.util.List;
import java.util.Optional;

/**
 * What one mode did with one data set, or with all.
 *
 * @param mode the mode
 * @param set the data set, or {@link #ALL}
 * @param answers how many answers
 * @param tokens their tokens
 * @param median tokens a second of the median answer
 * @param mean tokens a second of an answer, the mean
 * @param total tokens a second of all together
 * @param ratio the median of each answer's speed by that of its plain one, and its interval of 95
 *     %; empty without plain decoding
 * @param acceptanceLength tokens a round commits
 * @param drafted drafted tokens a round verifies
 * @param hidden the share of rounds that are hidden behind another one
 * @param split where the time went
 * @param limit tokens a second of the median answer if links and forward passes were all there is
 * @param limitShare how much of that was reached, the median
 * @param bytesPerToken what Flink sent over links for a committed token; 0 if it is not known
 * @param comparison the answers beside the plain ones; empty without plain decoding
 * @param likelihood the mean over answers of their tokens' mean log-probability; empty if the
 *     target was not asked
 * @param likelihoodGap how far that is above plain decoding, problem by problem, the mean and its
 *     interval of 95 %; empty without either
 * @param byDepth for each depth, how often a drafted token was right where it was tried
 */
public record WanRow(
    String mode,
    String set,
    int answers,
    int tokens,
    double median,
    double mean,
    double total,
    Optional<Interval> ratio,
    double acceptanceLength,
    double drafted,
    double hidden,
    Split split,
    double limit,
    double limitShare,
    double bytesPerToken,
    Optional<Comparison> comparison,
    Optional<Double> likelihood,
    Optional<Interval> likelihoodGap,
    List<Double> byDepth) {

  /** The name of all data sets together. */
  public static final String ALL = "all";

  /** Keeps a copy. */
  public WanRow {
    byDepth = List.copyOf(byDepth);
  }
}
