package io.dsd.job.bench.trace;

import io.dsd.job.topology.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Has the slices of a job note their forward passes, on a cluster of this machine.
 *
 * @param folder where the notes are
 */
public record Recorder(Path folder) {

  private static final String SUFFIX = ".csv";

  /** What is put around the slices. */
  public Surroundings surroundings() throws IOException {
    Files.createDirectories(folder);
    return Surroundings.ofSlices(
        (slice, settings) ->
            settings.withKernels(
                new TracedKernels(
                    settings.kernels(),
                    slice,
                    folder.resolve("slice-" + slice + SUFFIX).toAbsolutePath().toString())));
  }

  /** All passes, once the job has ended, by their start. */
  public List<Pass> passes() throws IOException {
    List<Pass> passes = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(SUFFIX)).toList()) {
        Files.readAllLines(file).stream().map(Pass::of).forEach(passes::add);
      }
    }
    passes.sort(Comparator.comparingLong(Pass::startNanos));
    return passes;
  }
}
