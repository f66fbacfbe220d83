package io.dsd.job.bench.testbed;

import io.dsd.job.bench.BenchException;
import io.dsd.job.bench.result.ModeSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The modes that can be measured.
 *
 * @param draft who drafts, as the settings {@code draft.kind} and {@code draft.model}
 * @param relaxation how far verdicts of {@code adaptive} may follow the drafter
 * @param anew settings that were given anew, as {@code MODE.KEY}
 */
public record Modes(Map<String, String> draft, String relaxation, Map<String, String> anew) {

  /** All of them. */
  public static final List<String> NAMES =
      List.of(ModeSettings.PLAIN, "chain-8", "full", "adaptive");

  private static final Map<String, String> CHAIN =
      Map.of(
          "draft.length", "8",
          "draft.nodes", "0",
          "draft.window", "1",
          "draft.lookup", "false");

  private static final Map<String, String> FULL =
      Map.of(
          "draft.length", "8",
          "draft.nodes", "64",
          "draft.window", "2",
          "draft.policy", "measured",
          "draft.router", "true");

  /** Keeps copies. */
  public Modes {
    draft = Map.copyOf(draft);
    anew = Map.copyOf(anew);
  }

  /**
   * The mode of that name.
   *
   * @throws BenchException if there is none
   */
  public Mode of(String name) {
    Map<String, String> settings = new TreeMap<>();
    switch (name) {
      case ModeSettings.PLAIN -> settings.put("draft.kind", "none");
      case "chain-8" -> settings.putAll(CHAIN);
      case "full" -> settings.putAll(FULL);
      case "adaptive" -> {
        settings.putAll(FULL);
        settings.put("request.relaxation", relaxation);
      }
      default ->
          throw new BenchException(
              "--modes: '%s' is not allowed; give one or more of %s"
                  .formatted(name, String.join(",", NAMES)));
    }
    draft.forEach(settings::putIfAbsent);
    if (name.equals(ModeSettings.PLAIN)) {
      settings.remove("draft.model");
    }
    String prefix = name + ".";
    anew.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            settings.put(key.substring(prefix.length()), value);
          }
        });
    return new Mode(name, settings);
  }
}
