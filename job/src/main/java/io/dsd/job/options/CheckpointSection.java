package io.dsd.job.options;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;

/** The {@code checkpoint} section: how often state is saved, and where. */
public record CheckpointSection(
    @Setting(
            fallback = "1s",
            min = "10ms",
            meaning =
                "How often the state is saved and, with `exactly-once`, completions become"
                    + " visible. Checkpoints are small: tokens, no KV caches.")
        Duration interval,
    @Setting(
            fallback = "0ms",
            min = "0ms",
            meaning = "How long to wait at least between the end of one and the next.")
        Duration minimumPause,
    @Setting(
            fallback = "",
            meaning =
                "The directory they are kept in, as a URI that all machines reach. Without one"
                    + " the cluster's own setting holds, by default the job manager's memory, which"
                    + " does not outlive it, and takes 5 MB of a task: a larger checkpoint fails,"
                    + " and answers come with the next one that does not. What is kept there when"
                    + " the job is cancelled or fails for good stays, for `dsd submit --from`, until"
                    + " you remove it.")
        String directory)
    implements Serializable {

  /** The directory, if one is set. */
  public Optional<String> directoryIfSet() {
    return directory.isBlank() ? Optional.empty() : Optional.of(directory);
  }
}
