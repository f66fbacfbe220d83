package io.dsd.job.bench.result;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a mode's job is set to, beside what all have in common.
 *
 * @param name the mode
 * @param settings by the keys of docs/configuration.md
 */
public record ModeSettings(String name, Map<String, String> settings) {

  /** What everything else is compared with: one token a round. */
  public static final String PLAIN = "plain";

  /** Keeps a copy in order. */
  public ModeSettings {
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
  }
}
