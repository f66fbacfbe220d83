package io.dsd.job.command;

import io.dsd.job.bench.result.ModeSettings;
import io.dsd.job.bench.result.Occasion;
import io.dsd.job.bench.result.Setup;
import io.dsd.job.bench.testbed.Machine;
import io.dsd.job.bench.testbed.Mode;
import io.dsd.job.bench.testbed.Modes;
import io.dsd.job.bench.testbed.Testbed;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Notes what a measurement is made with.
 *
 * @param occasion when and on what it is made
 * @param flags what was asked for
 * @param modes knows the draft
 */
record BenchSetup(Occasion occasion, BenchFlags flags, Modes modes) {

  static BenchSetup begin(CommandSpec spec, BenchFlags flags, Modes modes) {
    return new BenchSetup(occasion(spec), flags, modes);
  }

  /** This one, on this machine, as busy as it is now. */
  static Occasion occasion(CommandSpec spec) {
    return new Occasion(
        "./dsd " + String.join(" ", spec.root().commandLine().getParseResult().originalArgs()),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        Machine.words());
  }

  Setup of(Testbed testbed, List<Mode> used, int concurrency) {
    return new Setup(
        occasion.command(),
        occasion.started(),
        occasion.machine(),
        flags.model(),
        flags.dtype(),
        modes.draft().getOrDefault("draft.model", modes.draft().get("draft.kind")),
        flags.slices(),
        flags.tokens(),
        concurrency,
        testbed.links(),
        testbed.linkMillis(),
        used.stream().map(mode -> new ModeSettings(mode.name(), mode.settings())).toList());
  }
}
