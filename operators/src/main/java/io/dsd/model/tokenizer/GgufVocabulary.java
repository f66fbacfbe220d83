package io.dsd.model.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dsd.model.ModelException;
import io.dsd.model.gguf.GgufMetadata;
import java.nio.file.Path;
import java.util.List;

/** The tokens in a GGUF's metadata, and what kind each is of. */
final class GgufVocabulary {

  static final String PREFIX = "tokenizer.ggml.";

  private static final int NORMAL = 1;
  private static final int UNKNOWN = 2;
  private static final int CONTROL = 3;
  private static final int USER_DEFINED = 4;
  private static final int UNUSED = 5;

  private final GgufMetadata metadata;
  private final List<String> tokens;
  private final List<Integer> types;

  GgufVocabulary(GgufMetadata metadata) {
    this.metadata = metadata;
    this.tokens =
        metadata.texts(PREFIX + "tokens").orElseThrow(() -> metadata.missing(PREFIX + "tokens"));
    this.types = metadata.integers(PREFIX + "token_type").orElse(List.of());
  }

  GgufMetadata metadata() {
    return metadata;
  }

  Path file() {
    return metadata.file();
  }

  List<String> tokens() {
    return tokens;
  }

  /** Whether text becomes that token by merging; all do if the file does not tell kinds apart. */
  boolean isNormal(int id) {
    return type(id) == NORMAL;
  }

  /** The text of the token {@code id}, which the metadata {@code key} names. */
  String text(String key, int id) {
    if (id < 0 || id >= tokens.size()) {
      throw new ModelException(
          "The metadata %s%s of %s is %d, but the file has %d tokens; it is damaged."
              .formatted(PREFIX, key, file(), id, tokens.size()));
    }
    return tokens.get(id);
  }

  /** Tokens that are looked for in a text before all else. */
  ArrayNode added() {
    ArrayNode added = JsonNodeFactory.instance.arrayNode();
    for (int id = 0; id < tokens.size(); id++) {
      int type = type(id);
      if (type == CONTROL || type == UNKNOWN || type == USER_DEFINED) {
        added
            .addObject()
            .put("id", id)
            .put("content", tokens.get(id))
            .put("single_word", false)
            .put("lstrip", false)
            .put("rstrip", false)
            .put("normalized", false)
            .put("special", type != USER_DEFINED);
      }
    }
    return added;
  }

  /** Ids by token. */
  ObjectNode ids() {
    ObjectNode ids = JsonNodeFactory.instance.objectNode();
    for (int id = 0; id < tokens.size(); id++) {
      if (type(id) != UNUSED && ids.replace(tokens.get(id), ids.numberNode(id)) != null) {
        throw new ModelException(
            "%s has the token %s twice; the file is damaged.".formatted(file(), tokens.get(id)));
      }
    }
    return ids;
  }

  private int type(int id) {
    return id < types.size() ? types.get(id) : NORMAL;
  }
}
