package io.dsd.job.command;

import io.dsd.speculate.policy.Limits;
import io.dsd.speculate.simulation.Contest;
import io.dsd.speculate.simulation.Scenario;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plays drafting strategies through without a model. */
@Command(
    name = "simulate",
    description =
        "Plays drafting strategies through on simulated slices and links, beside the closed forms;"
            + " computes with time and chances only, no model.",
    mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {

  private static final List<Integer> GRID_SLICES = List.of(2, 4, 8, 16, 32, 64);
  private static final List<Integer> GRID_LATENCIES = List.of(1, 5, 25, 60, 150, 500);

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private SimulationFlags flags;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      defaultValue = "2000",
      description =
          "How many tokens are committed per sequence; of several sequences each commits fewer"
              + " (default: ${DEFAULT-VALUE}).")
  private int tokens;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description = "The seed of the simulated texts (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--grid",
      description =
          "Instead of --slices and --latency: 2 to 64 slices, links of 1 to 500 ms, jitter in"
              + " proportion.")
  private boolean grid;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also writes the results to this file, as JSON.")
  private Optional<Path> json = Optional.empty();

  @Override
  public Integer call() throws IOException {
    WholeNumbers.require(spec, "--tokens", tokens, 100, 1_000_000);
    Scenario first = flags.scenario();
    List<Contest> contests = play(grid ? grid() : List.of(first), flags.limits());
    SimulationReport report = new SimulationReport(flags.acceptance(), seed, contests);
    PrintWriter out = spec.commandLine().getOut();
    out.print(grid ? report.grid() : report.scenario());
    out.flush();
    if (json.isPresent()) {
      Files.writeString(json.get(), report.json());
    }
    return 0;
  }

  private List<Scenario> grid() {
    return GRID_SLICES.stream()
        .flatMap(
            slices ->
                GRID_LATENCIES.stream()
                    .map(
                        latency ->
                            flags.scenario(slices, latency, latency * flags.relativeJitter())))
        .toList();
  }

  private List<Contest> play(List<Scenario> scenarios, Limits limits) {
    List<Contest> contests = new ArrayList<>();
    try (ProgressBar bar = Bars.of("simulating", scenarios.size())) {
      for (Scenario scenario : scenarios) {
        int each = Math.max(100, (int) (tokens / Math.sqrt(scenario.sequences())));
        contests.add(Contest.play(scenario, limits, each, seed));
        bar.step();
      }
    }
    return contests;
  }
}
