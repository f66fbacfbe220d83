package io.dsd.job.fetch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the model that a person means: a path, or a name of the catalogue. */
public final class ModelNames {

  private final Fetcher fetcher;
  private final Shipped shipped;

  /** Names that did not come with dsd are fetched by {@code fetcher} where that is needed. */
  public ModelNames(Fetcher fetcher, Shipped shipped) {
    this.fetcher = fetcher;
    this.shipped = shipped;
  }

  /**
   * The absolute path of the model. What exists as a path is one; else it is a name.
   *
   * @throws FetchException if it is neither, or cannot be fetched
   */
  public Path resolve(String given) {
    Path path = Path.of(given);
    if (Files.exists(path)) {
      return path.toAbsolutePath().normalize();
    }
    Optional<Path> here = shipped.model(given);
    if (here.isPresent()) {
      return here.get().toAbsolutePath().normalize();
    }
    Optional<CatalogueModel> known = Catalogue.find(given);
    return fetcher.fetch(
        known.orElseThrow(
            () ->
                new FetchException(
                    "%s is neither a file, nor a directory, nor one of the models that can be fetched: %s"
                        .formatted(given, Catalogue.names()))));
  }
}
