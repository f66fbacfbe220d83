package io.dsd.job.bench.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One answer.
 *
 * @param mode how it was decoded
 * @param set the data set of its problem
 * @param problem the problem's place there
 * @param repeat which of the repeats
 * @param promptTokens tokens of the prompt
 * @param tokens the generated tokens
 * @param finish why it ended
 * @param totalVariation what relaxed verification spent, summed over the tokens
 * @param rounds its rounds
 * @param spent its time
 */
public record Answer(
    String mode,
    String set,
    int problem,
    int repeat,
    int promptTokens,
    List<Integer> tokens,
    String finish,
    double totalVariation,
    Rounds rounds,
    Spent spent) {

  private static final double MILLIS = 1e3;

  /** Keeps a copy. */
  public Answer {
    tokens = List.copyOf(tokens);
  }

  /** The answer in a completion record. */
  public static Answer of(Asked asked, JsonNode completion, double wallMillis, double firstMillis) {
    List<Integer> tokens = new ArrayList<>();
    completion.at("/choices/0/token_ids").forEach(token -> tokens.add(token.asInt()));
    JsonNode speculation = completion.path("speculation");
    return new Answer(
        asked.mode(),
        asked.set(),
        asked.problem(),
        asked.repeat(),
        completion.at("/usage/prompt_tokens").asInt(),
        tokens,
        completion.at("/choices/0/finish_reason").asText(),
        speculation.at("/relaxation/total_variation").asDouble(),
        Rounds.of(speculation),
        Spent.of(speculation, wallMillis, firstMillis));
  }

  /**
   * Who is answered.
   *
   * @param mode how it is decoded
   * @param set the data set of the problem
   * @param problem the problem's place there
   * @param repeat which of the repeats
   */
  public record Asked(String mode, String set, int problem, int repeat) {}

  /** Whether both answer one problem in one repeat. */
  public boolean isPairOf(Answer other) {
    return set.equals(other.set) && problem == other.problem && repeat == other.repeat;
  }

  /** Tokens a second, from sending the prompt to having the completion. */
  public double tokensPerSecond() {
    return MILLIS * tokens.size() / spent.wall();
  }
}
