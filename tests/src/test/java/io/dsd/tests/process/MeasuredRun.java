package io.dsd.tests.process;

import com.fasterxml.jackson.databind.JsonNode;
import io.dsd.speculate.policy.AcceptanceTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What the completions of sequences that were decoded at the same time, or each alone, say of their
 * rounds. Times are in milliseconds.
 *
 * @param completions one for each sequence
 */
record MeasuredRun(List<JsonNode> completions) {

  MeasuredRun {
    completions = List.copyOf(completions);
  }

  private static double sum(JsonNode completion, List<String> times) {
    return times.stream()
        .mapToDouble(name -> completion.at("/speculation/" + name).asDouble())
        .sum();
  }

  private double sum(String name) {
    return completions.stream().mapToDouble(each -> sum(each, List.of(name))).sum();
  }

  private double perRound(String name) {
    return sum(name) / sum("rounds");
  }

  /** Links and whatever else a round waits for. */
  double links() {
    return perRound("links_ms");
  }

  /** Forward passes of all slices together. */
  double compute() {
    return perRound("slices_ms");
  }

  double draft() {
    return perRound("draft_ms");
  }

  /** Tokens that were verified together on average, the known one included. */
  double blockTokens() {
    return 1 + perRound("drafted");
  }

  /** Tokens per second of each sequence. */
  List<Double> rates() {
    ToDoubleFunction<JsonNode> rate =
        each ->
            1000
                * each.at("/usage/completion_tokens").asDouble()
                / sum(each, List.of("draft_ms", "slices_ms", "queue_ms", "links_ms"));
    return completions.stream().map(rate::applyAsDouble).toList();
  }

  /** How often each depth was right where it was tried; at least once at least. */
  AcceptanceTable acceptance() {
    List<Double> byDepth = new ArrayList<>();
    double before = 0;
    for (int depth = 0; depth < depths(); depth++) {
      double tried = count(depth, "tried");
      before = tried < 10 ? before : count(depth, "accepted") / tried;
      byDepth.add(before);
    }
    return new AcceptanceTable(byDepth, List.of());
  }

  private int depths() {
    return completions.stream()
        .mapToInt(each -> each.at("/speculation/accepted_by_depth").size())
        .max()
        .orElseThrow();
  }

  private double count(int depth, String what) {
    return completions.stream()
        .mapToDouble(
            each -> each.at("/speculation/accepted_by_depth/" + depth + "/" + what).asDouble())
        .sum();
  }
}
