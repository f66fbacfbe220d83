package io.dsd.job.command;

import io.dsd.job.bench.result.ModeSettings;
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
 * @param command the command line
 * @param started when it began
 * @param machine what it is made on, as busy as it was then
 * @param flags what was asked for
 * @param modes knows the draft
 */
record BenchSetup(String command, String started, String machine, BenchFlags flags, Modes modes) {

  static BenchSetup begin(CommandSpec spec, BenchFlags flags, Modes modes) {
    return new BenchSetup(
        "./dsd " + String.join(" ", spec.root().commandLine().getParseResult().originalArgs()),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        Machine.words(),
        flags,
        modes);
  }

  Setup of(Testbed testbed, List<Mode> used, int concurrency) {
    return new Setup(
        command,
        started,
        machine,
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
