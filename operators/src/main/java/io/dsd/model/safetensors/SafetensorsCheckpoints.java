package io.dsd.model.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import io.dsd.model.ModelConfig;
import io.dsd.model.ModelException;
import io.dsd.model.ModelJson;
import io.dsd.model.checkpoint.Checkpoint;
import io.dsd.model.checkpoint.FileCheckpoint;
import io.dsd.model.checkpoint.FileTensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Checkpoints from {@code model.safetensors}, or from the files that an index names. */
public final class SafetensorsCheckpoints {

  private static final String SINGLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";

  private SafetensorsCheckpoints() {}

  /**
   * The checkpoint in {@code directory}.
   *
   * @throws ModelException if files or tensors are missing, damaged or not supported
   */
  public static Checkpoint of(Path directory, ModelConfig config) {
    Map<String, FileTensor> tensors = new HashMap<>();
    for (String name : files(directory)) {
      tensors.putAll(SafetensorsFile.read(directory.resolve(name)).tensors());
    }
    return new FileCheckpoint(directory, config, tensors);
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
