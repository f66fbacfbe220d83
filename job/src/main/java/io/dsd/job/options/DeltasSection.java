package io.dsd.job.options;

import java.io.Serializable;
import java.util.Optional;

/** The {@code kafka.deltas} section: pieces of answers. */
public record DeltasSection(
    @Setting(
            fallback = "true",
            meaning = "Whether the pieces of answers to requests with `stream: true` are written.")
        boolean enabled,
    @Setting(fallback = "deltas", meaning = "The topic that they are written to.") String topic)
    implements Serializable {

  /** The topic, if deltas are written. */
  public Optional<String> topicIfEnabled() {
    return enabled ? Optional.of(topic) : Optional.empty();
  }
}
