package io.dsd.job.options;

import io.dsd.message.Relaxation;
import java.io.Serializable;

/**
 * The {@code relaxation} section: which tokens only the target decides, where a request lets
 * verdicts follow the drafter.
 */
public record RelaxationSection(
    @Setting(
            fallback = "2",
            min = "0",
            meaning =
                "A token is key, and the target's alone, if the drafter's entropy is more than so"
                    + " many times the target's. Without effect on requests whose `relaxation` is 0.")
        double entropyRatio,
    @Setting(
            fallback = "0.6",
            min = "0",
            max = "1",
            meaning =
                "A token is key if the target's likeliest token leads by more than this in"
                    + " probability.")
        double margin,
    @Setting(
            fallback = "0.4",
            min = "0",
            max = "1",
            meaning =
                "A token is key if what target and drafter expect has less than this in common: the"
                    + " sum, over tokens, of the smaller probability.")
        double overlap)
    implements Serializable {

  /** The bounds, with no strength as yet. */
  public Relaxation bounds() {
    return new Relaxation(0, entropyRatio, margin, overlap);
  }
}
