package io.dsd.job.bench.result;

import io.dsd.job.bench.loop.LoopResult;
import io.dsd.job.bench.slice.SliceResult;
import io.dsd.job.bench.trace.Trace;
import java.nio.file.Path;

/** Small results that were made up for tests: two data sets of three problems, three modes. */
public final class Stored {

  private static final ResultFiles FILES = new ResultFiles(Path.of("src/test/resources/bench"));

  private Stored() {}

  /** Of {@code bench wan}. */
  public static WanResults wan() {
    return FILES.read(FILES.wan(), WanResults.class).orElseThrow();
  }

  /** Of {@code bench load}. */
  public static LoadResults load() {
    return FILES.read(FILES.load(), LoadResults.class).orElseThrow();
  }

  /** Of a while of {@code bench load}. */
  public static Trace trace() {
    return FILES.read(FILES.trace(), Trace.class).orElseThrow();
  }

  /** Of {@code bench slice}. */
  public static SliceResult slice() {
    return FILES.read(FILES.slice(), SliceResult.class).orElseThrow();
  }

  /** Of {@code bench loop}. */
  public static LoopResult loop() {
    return FILES.read(FILES.loop(), LoopResult.class).orElseThrow();
  }
}
