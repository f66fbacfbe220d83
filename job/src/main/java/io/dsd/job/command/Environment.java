package io.dsd.job.command;

import io.dsd.job.cluster.ClusterFolder;
import io.dsd.job.fetch.BarProgress;
import io.dsd.job.fetch.Catalogue;
import io.dsd.job.fetch.Fetcher;
import io.dsd.job.fetch.ModelCache;
import io.dsd.job.fetch.ModelNames;
import io.dsd.job.fetch.Pip;
import io.dsd.model.EagleDirectory;
import java.nio.file.Path;
import java.util.Optional;

/** What commands take from the machine that they run on. */
final class Environment {

  private Environment() {}

  static ModelCache cache() {
    return ModelCache.of(System.getenv(), System.getProperty("user.home"));
  }

  /** Where the user's cluster of processes is kept. */
  static ClusterFolder cluster() {
    return new ClusterFolder(cache().home().resolve("cluster"));
  }

  /** The artifact for clusters; it may not have been built. */
  static Path jobJar() {
    return Path.of(System.getProperty("dsd.jar", "dsd-job.jar"));
  }

  static Fetcher fetcher() {
    return new Fetcher(cache(), Pip.ofThisMachine(), BarProgress::begin, System.err);
  }

  /** The trained draft that comes with dsd for a model of the catalogue. */
  static Optional<Path> trainedDraft(String model) {
    return Optional.ofNullable(System.getProperty("dsd.drafts"))
        .map(folder -> Path.of(folder, model))
        .filter(folder -> Catalogue.find(model).isPresent() && EagleDirectory.isOne(folder));
  }

  static ModelNames models() {
    return new ModelNames(fetcher());
  }
}
