package io.dsd.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the JSON objects among a model's files. */
public final class ModelJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ModelJson() {}

  /**
   * The object in {@code file}.
   *
   * @throws ModelException if it cannot be read or holds no JSON object
   */
  public static ObjectNode read(Path file) {
    try {
      return parse(Files.readAllBytes(file), file.toString());
    } catch (IOException e) {
      throw new ModelException("%s cannot be read: %s.".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * The object that {@code text} is.
   *
   * @param source what to call the text in errors
   * @throws ModelException if it is no JSON object
   */
  public static ObjectNode parse(byte[] text, String source) {
    try {
      if (JSON.readTree(text) instanceof ObjectNode object) {
        return object;
      }
      throw new ModelException(source + " is not a JSON object; fetch it again.");
    } catch (JsonProcessingException e) {
      throw new ModelException(
          "%s is not JSON (line %d, column %d); fetch it again."
              .formatted(source, e.getLocation().getLineNr(), e.getLocation().getColumnNr()),
          e);
    } catch (IOException e) {
      throw new ModelException("%s is not JSON; fetch it again.".formatted(source), e);
    }
  }
}
