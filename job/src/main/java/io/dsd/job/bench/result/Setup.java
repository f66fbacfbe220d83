package io.dsd.job.bench.result;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * What a measurement was made with.
 *
 * @param command the command line
 * @param started when, as ISO 8601
 * @param machine processor, cores and memory, in words
 * @param model the target
 * @param dtype the number type of the computation
 * @param draft who drafts
 * @param slices how many slices
 * @param tokens how many tokens an answer had at most
 * @param concurrency how many prompts were decoded at the same time
 * @param links what the links were meant to be, in words
 * @param linkMillis the one-way latencies as they were measured; none if no relays stood between
 * @param modes the modes
 */
public record Setup(
    String command,
    String started,
    String machine,
    String model,
    String dtype,
    String draft,
    int slices,
    int tokens,
    int concurrency,
    String links,
    List<Double> linkMillis,
    List<ModeSettings> modes) {

  /** Keeps copies. */
  public Setup {
    linkMillis = List.copyOf(linkMillis);
    modes = List.copyOf(modes);
  }

  /** What the links of one round take together: N of them, if there is more than one slice. */
  public double roundMillis() {
    return slices > 1 ? linkMillis.stream().mapToDouble(Double::doubleValue).sum() : 0;
  }

  /** Whether a mode's verdicts may follow the drafter, so that its answers may be others. */
  public boolean isRelaxed(String mode) {
    return modes.stream()
        .anyMatch(
            each ->
                each.name().equals(mode)
                    && Double.parseDouble(each.settings().getOrDefault("request.relaxation", "0"))
                        > 0);
  }

  /** Whether other block sizes give the same sums, so that all answers must be equal. */
  @JsonIgnore
  public boolean isExact() {
    return dtype.equals("fp32");
  }
}
