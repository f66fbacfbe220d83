package io.dsd.job.bench.result;

import io.dsd.job.bench.statistic.Bootstrap;
import io.dsd.job.bench.statistic.Interval;
import io.dsd.job.bench.statistic.Sample;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * What the results of {@code bench wan} come to.
 *
 * @param setup what they were made with
 * @param rows a row for each data set and mode, and for all data sets and mode
 */
public record WanSummary(Setup setup, List<WanRow> rows) {

  /** Fewer tries at a depth say nothing. */
  private static final int TRIES = 10;

  private static final double MILLIS = 1e3;

  /** Keeps a copy. */
  public WanSummary {
    rows = List.copyOf(rows);
  }

  /** That of results. */
  public static WanSummary of(WanResults results) {
    Set<String> sets = new LinkedHashSet<>();
    results.answers().forEach(answer -> sets.add(answer.set()));
    if (sets.size() > 1) {
      sets.add(WanRow.ALL);
    }
    List<WanRow> rows = new ArrayList<>();
    for (String set : sets) {
      List<Answer> of =
          results.answers().stream()
              .filter(answer -> set.equals(WanRow.ALL) || set.equals(answer.set()))
              .toList();
      for (ModeSettings mode : results.setup().modes()) {
        rows.add(row(results, mode.name(), set, of));
      }
    }
    return new WanSummary(results.setup(), rows);
  }

  private static WanRow row(WanResults results, String mode, String set, List<Answer> all) {
    List<Answer> answers = of(all, mode);
    List<Answer> plain = of(all, ModeSettings.PLAIN);
    List<Portion> portions =
        results.portions().stream().filter(each -> each.mode().equals(mode)).toList();
    double rounds = sum(portions, Portion::rounds);
    double hidden =
        rounds == 0
            ? 0
            : Math.max(
                0, Math.min(1, sum(portions, each -> each.ahead() - each.cancelled()) / rounds));
    double links = results.setup().roundMillis();
    ToDoubleFunction<Answer> least =
        answer -> Split.latency(answer, links, hidden) + answer.spent().slices();
    Sample rates = sample(answers, Answer::tokensPerSecond);
    double tokens = sum(portions, Portion::tokens);
    double answerRounds = sum(answers, answer -> answer.rounds().rounds());
    return new WanRow(
        mode,
        set,
        answers.size(),
        (int) sum(answers, answer -> answer.tokens().size()),
        rates.median(),
        rates.mean(),
        total(results, portions, answers, set),
        plain.isEmpty()
            ? Optional.empty()
            : Optional.of(Bootstrap.ofMedian(ratios(answers, plain))),
        by(sum(answers, answer -> answer.rounds().committed()), answerRounds),
        by(sum(answers, answer -> answer.rounds().drafted()), answerRounds),
        hidden,
        Split.of(answers, links, hidden),
        sample(answers, answer -> MILLIS * answer.tokens().size() / least.applyAsDouble(answer))
            .median(),
        sample(answers, answer -> least.applyAsDouble(answer) / answer.spent().wall()).median(),
        isWhole(results, set) ? by(sum(portions, Portion::linkBytes), tokens) : 0,
        plain.isEmpty() ? Optional.empty() : Optional.of(Comparison.of(answers, plain)),
        likelihood(answers, results.likelihoods()),
        likelihoodGap(answers, results.likelihoods()),
        byDepth(answers));
  }

  /** Of one data set it is known only if its answers did not share the time with others. */
  private static double total(
      WanResults results, List<Portion> portions, List<Answer> answers, String set) {
    boolean alone = results.setup().concurrency() == 1;
    double seconds =
        alone
            ? answers.stream().mapToDouble(answer -> answer.spent().wall()).sum() / MILLIS
            : portions.stream().mapToDouble(Portion::seconds).sum();
    return alone || isWhole(results, set)
        ? by(sum(answers, answer -> answer.tokens().size()), seconds)
        : 0;
  }

  /** Whether that is all there is: what jobs count, they count for all data sets. */
  private static boolean isWhole(WanResults results, String set) {
    return set.equals(WanRow.ALL)
        || results.answers().stream().map(Answer::set).distinct().count() == 1;
  }

  private static List<Double> ratios(List<Answer> answers, List<Answer> plain) {
    List<Double> ratios = new ArrayList<>();
    for (Answer answer : answers) {
      plain.stream()
          .filter(answer::isPairOf)
          .findFirst()
          .ifPresent(pair -> ratios.add(answer.tokensPerSecond() / pair.tokensPerSecond()));
    }
    return ratios;
  }

  private static Optional<Double> likelihood(List<Answer> answers, List<Likelihood> all) {
    List<Double> found =
        answers.stream()
            .flatMap(answer -> all.stream().filter(each -> each.isOf(answer)))
            .map(Likelihood::logProbability)
            .toList();
    return found.isEmpty() ? Optional.empty() : Optional.of(new Sample(found).mean());
  }

  private static Optional<Interval> likelihoodGap(List<Answer> answers, List<Likelihood> all) {
    List<Likelihood> plain =
        all.stream().filter(each -> each.mode().equals(ModeSettings.PLAIN)).toList();
    List<Double> gaps = new ArrayList<>();
    for (Answer answer : answers) {
      Optional<Likelihood> own = all.stream().filter(each -> each.isOf(answer)).findFirst();
      Optional<Likelihood> pair = plain.stream().filter(each -> each.isBeside(answer)).findFirst();
      if (own.isPresent() && pair.isPresent()) {
        gaps.add(own.get().logProbability() - pair.get().logProbability());
      }
    }
    return gaps.isEmpty() ? Optional.empty() : Optional.of(Bootstrap.ofMean(gaps));
  }

  private static List<Double> byDepth(List<Answer> answers) {
    List<Double> shares = new ArrayList<>();
    while (true) {
      int depth = shares.size();
      double tried = sum(answers, answer -> at(answer.rounds().tried(), depth));
      if (tried < TRIES) {
        return shares;
      }
      shares.add(sum(answers, answer -> at(answer.rounds().accepted(), depth)) / tried);
    }
  }

  private static int at(List<Integer> counts, int depth) {
    return depth < counts.size() ? counts.get(depth) : 0;
  }

  private static List<Answer> of(List<Answer> answers, String mode) {
    return answers.stream().filter(answer -> answer.mode().equals(mode)).toList();
  }

  private static Sample sample(List<Answer> answers, ToDoubleFunction<Answer> value) {
    return new Sample(answers.stream().mapToDouble(value).boxed().toList());
  }

  private static <T> double sum(List<T> all, ToLongFunction<T> value) {
    return all.stream().mapToLong(value).sum();
  }

  private static double by(double sum, double count) {
    return count == 0 ? 0 : sum / count;
  }

  /** Whether plain decoding was measured, too. */
  public boolean isCompared() {
    return rows.stream().anyMatch(row -> row.ratio().isPresent());
  }

  /** Whether an answer differs from the plain one that must not. */
  public boolean isWrong() {
    return setup.isExact()
        && rows.stream()
            .filter(row -> !setup.isRelaxed(row.mode()))
            .flatMap(row -> row.comparison().stream())
            .anyMatch(comparison -> !comparison.divergences().isEmpty());
  }
}
