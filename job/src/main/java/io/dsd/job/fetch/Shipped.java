package io.dsd.job.fetch;

import io.dsd.model.EagleDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What comes with dsd: drafts that were trained for models of a name, and a tiny model that takes
 * the default model's place where nothing can be fetched.
 *
 * @param folder where they lie; nowhere in an artifact for clusters
 */
public record Shipped(Optional<Path> folder) {

  /** The name of the tiny model. */
  public static final String TINY = "tiny";

  /** Nothing came along. */
  public static Shipped nothing() {
    return new Shipped(Optional.empty());
  }

  /** The draft that was trained for the model of that name. */
  public Optional<Path> draft(String model) {
    return isName(model)
        ? folder.map(all -> all.resolve(model)).filter(EagleDirectory::isOne)
        : Optional.empty();
  }

  /** Whether the tiny model came along. */
  public boolean hasTiny() {
    return model(TINY).isPresent();
  }

  /** The model of that name, if it came along. */
  Optional<Path> model(String name) {
    return name.equals(TINY)
        ? folder.map(all -> all.resolve(name).resolve("model")).filter(Files::isDirectory)
        : Optional.empty();
  }

  private static boolean isName(String model) {
    return model.equals(TINY) || Catalogue.find(model).isPresent();
  }
}
