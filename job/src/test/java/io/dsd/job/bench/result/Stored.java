package io.dsd.job.bench.result;

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
}
