package io.dsd.job.bench.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The rounds of one answer.
 *
 * @param rounds trips around the loop that brought a verdict
 * @param drafted drafted tokens that were verified
 * @param committed tokens that the rounds committed, bonus tokens included
 * @param cancelled blocks that a verdict made void
 * @param replays how often the sequence was sent again
 * @param tried for each depth, how many rounds put a drafted token there to the target
 * @param accepted for each depth, how many of these accepted one
 */
public record Rounds(
    int rounds,
    int drafted,
    int committed,
    int cancelled,
    int replays,
    List<Integer> tried,
    List<Integer> accepted) {

  /** Keeps copies. */
  public Rounds {
    tried = List.copyOf(tried);
    accepted = List.copyOf(accepted);
  }

  /** Those that the {@code speculation} of a completion tells of. */
  public static Rounds of(JsonNode speculation) {
    List<Integer> tried = new ArrayList<>();
    List<Integer> accepted = new ArrayList<>();
    for (JsonNode depth : speculation.path("accepted_by_depth")) {
      tried.add(depth.path("tried").asInt());
      accepted.add(depth.path("accepted").asInt());
    }
    int rounds = speculation.path("rounds").asInt();
    return new Rounds(
        rounds,
        speculation.path("drafted").asInt(),
        (int) Math.round(rounds * speculation.path("acceptance_length").asDouble()),
        speculation.path("cancelled_blocks").asInt(),
        speculation.path("replays").asInt(),
        tried,
        accepted);
  }
}
