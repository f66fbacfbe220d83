package io.dsd.job.command;

import io.dsd.job.link.Bandwidth;
import io.dsd.job.link.LinkShape;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What simulated links are like. */
final class LinkFlags {

  @Option(
      names = "--link-latency",
      paramLabel = "DURATION",
      defaultValue = "0ms",
      description =
          "One-way latency of the link between any two task managers, such as 25ms; made by relays on this machine, for tests only (default: none).")
  private String latency = "0ms";

  @Option(
      names = "--link-jitter",
      paramLabel = "DURATION",
      defaultValue = "0ms",
      description =
          "How much shorter or longer than that a message may take, such as 2ms (default: nothing).")
  private String jitter = "0ms";

  @Option(
      names = "--link-bandwidth",
      paramLabel = "RATE",
      description =
          "What passes in each direction, in kbit, mbit or gbit a second, such as 100mbit (default: unlimited).")
  private String bandwidth;

  LinkShape shape(CommandSpec spec) {
    Duration oneWay = Durations.of("--link-latency", latency, spec);
    Duration spread = Durations.of("--link-jitter", jitter, spec);
    try {
      return new LinkShape(oneWay, spread, bitsPerSecond(spec));
    } catch (IllegalArgumentException refused) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--link-latency, --link-jitter: " + refused.getMessage(), refused);
    }
  }

  private long bitsPerSecond(CommandSpec spec) {
    if (bandwidth == null) {
      return LinkShape.UNLIMITED;
    }
    try {
      return Bandwidth.parse(bandwidth);
    } catch (IllegalArgumentException malformed) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "--link-bandwidth: '%s' is not allowed; %s".formatted(bandwidth, malformed.getMessage()),
          malformed);
    }
  }
}
