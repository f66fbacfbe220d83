package io.dsd.job.command;

import io.dsd.speculate.policy.AcceptanceTable;
import io.dsd.speculate.policy.Costs;
import io.dsd.speculate.policy.Limits;
import io.dsd.speculate.simulation.Profile;
import io.dsd.speculate.simulation.Scenario;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What is simulated, as flags give it. Times are in milliseconds. */
final class SimulationFlags {

  private static final int MOST_SLICES = 1024;
  private static final int MOST_SEQUENCES = 256;

  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--slices",
      paramLabel = "N",
      defaultValue = "4",
      description = "How many slices, each behind a link of its own (default: ${DEFAULT-VALUE}).")
  private int slices;

  @Option(
      names = "--latency",
      paramLabel = "MS",
      defaultValue = "25",
      description = "How long a link takes (default: ${DEFAULT-VALUE}).")
  private double latency;

  @Option(
      names = "--jitter",
      paramLabel = "MS",
      defaultValue = "0",
      description = "How late a record is on a link at most (default: ${DEFAULT-VALUE}).")
  private double jitter;

  @Option(
      names = "--forward",
      paramLabel = "MS",
      defaultValue = "40",
      description =
          "What a forward pass takes in all slices together, however few tokens it has: reading"
              + " the weights (default: ${DEFAULT-VALUE}).")
  private double forward;

  @Option(
      names = "--compute",
      paramLabel = "MS",
      defaultValue = "0.5",
      description =
          "What each token of a forward pass adds in all slices together (default:"
              + " ${DEFAULT-VALUE}).")
  private double compute;

  @Option(
      names = "--launch",
      paramLabel = "MS",
      defaultValue = "0.5",
      description = "What a forward pass adds in each slice (default: ${DEFAULT-VALUE}).")
  private double launch;

  @Option(
      names = "--draft",
      paramLabel = "MS",
      defaultValue = "3",
      description =
          "What one forward pass of the drafter takes, one level of a tree (default:"
              + " ${DEFAULT-VALUE}).")
  private double draft;

  @Option(
      names = "--acceptance",
      paramLabel = "P|P,P,..|NAME",
      defaultValue = "0.8",
      description =
          "How likely the drafter's first choice is accepted: a number; one for each depth, the"
              + " last one for all further; or decaying, steady or copying (default:"
              + " ${DEFAULT-VALUE}).")
  private String acceptance;

  @Option(
      names = "--sequences",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many sequences are decoded at once (default: ${DEFAULT-VALUE}).")
  private int sequences;

  @Option(
      names = "--max-depth",
      paramLabel = "N",
      defaultValue = "16",
      description = "The deepest block (default: ${DEFAULT-VALUE}).")
  private int depth;

  @Option(
      names = "--max-nodes",
      paramLabel = "N",
      defaultValue = "64",
      description = "The largest block (default: ${DEFAULT-VALUE}).")
  private int nodes;

  @Option(
      names = "--max-window",
      paramLabel = "N",
      defaultValue = "8",
      description = "The most blocks of a sequence on their way (default: ${DEFAULT-VALUE}).")
  private int window;

  /** The scenario of the flags. */
  Scenario scenario() {
    return scenario(
        within("--slices", slices, 1, MOST_SLICES),
        time("--latency", latency),
        time("--jitter", jitter));
  }

  /** The same on other slices and links. */
  Scenario scenario(int otherSlices, double otherLatency, double otherJitter) {
    Costs costs =
        new Costs(
            otherSlices * otherLatency,
            time("--forward", forward) + otherSlices * time("--launch", launch),
            time("--compute", compute),
            time("--draft", draft),
            otherSlices);
    return new Scenario(
        costs, otherJitter, table(), within("--sequences", sequences, 1, MOST_SEQUENCES));
  }

  /** The jitter's share of the latency, kept where the latency is another. */
  double relativeJitter() {
    return latency > 0 ? jitter / latency : 0;
  }

  Limits limits() {
    within("--max-depth", depth, 1, 48);
    within("--max-nodes", nodes, depth, 256);
    within("--max-window", window, 1, 16);
    return new Limits(depth, nodes, window);
  }

  String acceptance() {
    return acceptance;
  }

  private AcceptanceTable table() {
    return Profile.named(acceptance).orElseGet(this::numbers);
  }

  private AcceptanceTable numbers() {
    try {
      List<Double> chances =
          Arrays.stream(acceptance.split(",", -1)).map(Double::parseDouble).toList();
      return new AcceptanceTable(chances, AcceptanceTable.USUAL_RANKS);
    } catch (IllegalArgumentException wrong) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "--acceptance: '%s' is not allowed; give numbers from 0 to 1 with commas between, or one of %s"
              .formatted(acceptance, String.join(", ", Profile.names())),
          wrong);
    }
  }

  private double time(String flag, double millis) {
    if (!(millis >= 0 && millis <= 1e6)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "%s: '%s' is not allowed; give milliseconds from 0 to 1000000".formatted(flag, millis));
    }
    return millis;
  }

  private int within(String flag, int value, int least, int most) {
    if (value < least || value > most) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "%s: '%d' is not allowed; give a whole number from %d to %d"
              .formatted(flag, value, least, most));
    }
    return value;
  }
}
