package io.dsd.job.bench.testbed;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A way to decode.
 *
 * @param name in flags, tables and files
 * @param settings of the job, by the keys of docs/configuration.md
 */
public record Mode(String name, Map<String, String> settings) {

  /** Keeps a copy in order. */
  public Mode {
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
  }
}
