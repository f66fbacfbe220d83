package io.dsd.job.command;

import io.dsd.job.fetch.BarProgress;
import io.dsd.job.fetch.Fetcher;
import io.dsd.job.fetch.ModelCache;
import io.dsd.job.fetch.ModelNames;
import io.dsd.job.fetch.Pip;

/** What commands take from the machine that they run on. */
final class Environment {

  private Environment() {}

  static ModelCache cache() {
    return ModelCache.of(System.getenv(), System.getProperty("user.home"));
  }

  static Fetcher fetcher() {
    return new Fetcher(cache(), Pip.ofThisMachine(), BarProgress::begin, System.err);
  }

  static ModelNames models() {
    return new ModelNames(fetcher());
  }
}
