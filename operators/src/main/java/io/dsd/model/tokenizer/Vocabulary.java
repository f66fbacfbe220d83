package io.dsd.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import io.dsd.model.ModelException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tokens of a {@code tokenizer.json} by id, those of its model and the added ones. */
record Vocabulary(SortedMap<Integer, String> tokens) {

  /** Reads the tokens of {@code tokenizer}, which errors call {@code source}. */
  static Vocabulary of(JsonNode tokenizer, String source) {
    SortedMap<Integer, String> tokens = new TreeMap<>();
    JsonNode model = tokenizer.path("model").path("vocab");
    if (model.isObject()) {
      model.properties().forEach(entry -> tokens.put(entry.getValue().asInt(), entry.getKey()));
    } else {
      for (int id = 0; id < model.size(); id++) {
        tokens.put(id, model.get(id).path(0).asText());
      }
    }
    for (JsonNode added : tokenizer.path("added_tokens")) {
      tokens.put(added.path("id").asInt(), added.path("content").asText());
    }
    if (tokens.isEmpty()) {
      throw new ModelException(source + " has no tokens; it is not a usable tokenizer.");
    }
    return new Vocabulary(tokens);
  }

  /** One more than the largest id. */
  int size() {
    return tokens.lastKey() + 1;
  }

  /** SHA-256 over all ids and tokens, in order of id. */
  String fingerprint() {
    MessageDigest digest = sha256();
    for (Map.Entry<Integer, String> token : tokens.entrySet()) {
      byte[] text = token.getValue().getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(8).putInt(token.getKey()).putInt(text.length).flip());
      digest.update(text);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }
}
