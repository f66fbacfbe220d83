package io.dsd.job.options;

import java.io.Serializable;
import java.time.Duration;

/** The {@code restart} section: what happens after a failure. */
public record RestartSection(
    @Setting(
            fallback = "1000",
            min = "0",
            meaning =
                "How many failures in a row are answered by a restart before the job fails for"
                    + " good; `restart.quiet` without one starts the count anew.")
        int attempts,
    @Setting(
            fallback = "50ms",
            min = "1ms",
            meaning =
                "How long to wait before the first restart in a row; each further one waits twice"
                    + " as long as the one before.")
        Duration delay,
    @Setting(fallback = "5s", min = "1ms", meaning = "How long to wait at most before a restart.")
        Duration maxDelay,
    @Setting(
            fallback = "1min",
            min = "1ms",
            meaning = "How long the job must run without a failure to count as recovered.")
        Duration quiet)
    implements Serializable {

  /** Checks the order of the two delays. */
  public RestartSection {
    OptionsException.check(
        delay.compareTo(maxDelay) <= 0,
        () ->
            "restart.delay: %s is more than restart.max-delay, %s; lower the one or raise the other"
                .formatted(ValueType.print(delay), ValueType.print(maxDelay)));
  }
}
