package io.dsd.model.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import io.dsd.model.ModelException;
import io.dsd.model.ModelJson;
import io.dsd.model.checkpoint.FileTensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The tensors in {@code model.safetensors}, or in the files that an index names. */
public final class SafetensorsDirectory {

  private static final String SINGLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";

  private final Path directory;
  private final List<SafetensorsFile> files = new ArrayList<>();

  /**
   * Reads the headers.
   *
   * @throws ModelException if files are missing or damaged
   */
  public SafetensorsDirectory(Path directory) {
    this.directory = directory;
    for (String name : files(directory)) {
      files.add(SafetensorsFile.read(directory.resolve(name)));
    }
  }

  /**
   * All tensors by name, but for some.
   *
   * @param others tensors that need not be numbers of a model
   * @throws ModelException if one is damaged, or of a type that is not supported
   */
  public Map<String, FileTensor> tensors(Set<String> others) {
    Map<String, FileTensor> tensors = new HashMap<>();
    files.forEach(file -> tensors.putAll(file.tensors(others)));
    return tensors;
  }

  /**
   * A list of whole numbers.
   *
   * @throws ModelException if there is no tensor of that name, or not one of 64-bit integers in a
   *     row
   */
  public long[] integers(String name) {
    return files.stream()
        .flatMap(file -> file.integers(name).stream())
        .findFirst()
        .orElseThrow(
            () ->
                new ModelException(
                    "%s has no tensor %s; it is incomplete, or of another layout."
                        .formatted(directory, name)));
  }

  private static Set<String> files(Path directory) {
    if (Files.isRegularFile(directory.resolve(SINGLE))) {
      return Set.of(SINGLE);
    }
    Path index = directory.resolve(INDEX);
    if (!Files.isRegularFile(index)) {
      throw new ModelException(
          "%s has neither %s nor %s; other weight files are not supported."
              .formatted(directory, SINGLE, INDEX));
    }
    Set<String> files = new TreeSet<>();
    for (JsonNode file : ModelJson.read(index).path("weight_map")) {
      files.add(checked(index, file.asText()));
    }
    return files;
  }

  private static String checked(Path index, String name) {
    if (name.isEmpty() || name.contains("/") || name.contains("\\")) {
      throw new ModelException(
          "%s names the file \"%s\"; weight files lie in the same directory."
              .formatted(index, name));
    }
    if (!Files.isRegularFile(index.resolveSibling(name))) {
      throw new ModelException(
          "%s names the file %s, which is missing; fetch it.".formatted(index, name));
    }
    return name;
  }
}
