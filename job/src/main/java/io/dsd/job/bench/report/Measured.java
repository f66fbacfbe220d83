package io.dsd.job.bench.report;

import io.dsd.job.bench.loop.LoopResult;
import io.dsd.job.bench.result.LoadResults;
import io.dsd.job.bench.result.ResultFiles;
import io.dsd.job.bench.result.WanResults;
import io.dsd.job.bench.result.WanSummary;
import io.dsd.job.bench.slice.SliceResult;
import io.dsd.job.bench.trace.Trace;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What there is to report.
 *
 * @param wan of {@code bench wan}
 * @param load of {@code bench load}
 * @param trace of a while of {@code bench load}
 * @param slice of {@code bench slice}
 * @param loop of {@code bench loop}
 */
record Measured(
    Optional<WanSummary> wan,
    Optional<LoadResults> load,
    Optional<Trace> trace,
    Optional<SliceResult> slice,
    Optional<LoopResult> loop) {

  /**
   * The results in a folder.
   *
   * @throws io.dsd.job.bench.BenchException if a file there holds something else
   */
  static Measured in(ResultFiles files) {
    return new Measured(
        files.read(files.wan(), WanResults.class).map(WanSummary::of),
        files.read(files.load(), LoadResults.class),
        files.read(files.trace(), Trace.class),
        files.read(files.slice(), SliceResult.class),
        files.read(files.loop(), LoopResult.class));
  }

  boolean isNothing() {
    return Stream.of(wan, load, slice, loop).allMatch(Optional::isEmpty);
  }
}
