package io.dsd.job.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where fetched models are kept: one directory a model, complete or not there.
 *
 * @param home the cache's directory
 */
public record ModelCache(Path home) {

  /**
   * The cache of this user: {@code DSD_CACHE}, else {@code dsd} in {@code XDG_CACHE_HOME}, else
   * {@code .cache/dsd} in the home directory.
   */
  public static ModelCache of(Map<String, String> environment, String userHome) {
    String own = environment.getOrDefault("DSD_CACHE", "");
    if (!own.isBlank()) {
      return new ModelCache(Path.of(own).toAbsolutePath());
    }
    String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base = shared.isBlank() ? Path.of(userHome, ".cache") : Path.of(shared);
    return new ModelCache(base.resolve("dsd").toAbsolutePath());
  }

  /** Where the model's file is, or will be. */
  public Path file(CatalogueModel model) {
    return home.resolve("models").resolve(model.name()).resolve(model.model().name());
  }

  /** Whether the model is here. It was checked before it got here, so its size is enough. */
  public boolean holds(CatalogueModel model) {
    Path file = file(model);
    try {
      return Files.isRegularFile(file) && Files.size(file) == model.model().bytes();
    } catch (IOException unreadable) {
      throw new FetchException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }
}
