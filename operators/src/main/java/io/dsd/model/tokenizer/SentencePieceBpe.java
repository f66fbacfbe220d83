package io.dsd.model.tokenizer;

import static io.dsd.model.tokenizer.GgufVocabulary.PREFIX;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dsd.model.ModelException;
import io.dsd.model.gguf.GgufMetadata;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * SentencePiece's BPE, which llama.cpp calls {@code llama}: spaces are tokens' parts, what is in no
 * token falls back to bytes, and merges are not stored but follow from the tokens' scores.
 */
final class SentencePieceBpe implements TokenizerParts {

  private static final String SPACE = "▁";
  private static final int LONGEST_TOKEN = 512;

  private record Merge(
      int whole, String left, String right, int leftId, int rightId, double score) {}

  private static final Comparator<Merge> LIKELIEST_FIRST =
      Comparator.comparingDouble(Merge::score)
          .thenComparingInt(merge -> length(merge.left))
          .thenComparingInt(merge -> length(merge.right))
          .reversed()
          .thenComparingInt(Merge::whole)
          .thenComparingInt(Merge::leftId)
          .thenComparingInt(Merge::rightId);

  private final GgufVocabulary vocabulary;
  private final GgufMetadata metadata;
  private final JsonNodeFactory json = JsonNodeFactory.instance;

  SentencePieceBpe(GgufVocabulary vocabulary) {
    this.vocabulary = vocabulary;
    this.metadata = vocabulary.metadata();
  }

  @Override
  public JsonNode normalizer() {
    ObjectNode sequence = json.objectNode().put("type", "Sequence");
    ArrayNode steps = sequence.putArray("normalizers");
    if (spaceFirst()) {
      steps.addObject().put("type", "Prepend").put("prepend", SPACE);
    }
    replacement(steps.addObject(), " ", SPACE);
    return sequence;
  }

  @Override
  public JsonNode preTokenizer() {
    return json.nullNode();
  }

  @Override
  public JsonNode decoder() {
    ObjectNode sequence = json.objectNode().put("type", "Sequence");
    ArrayNode steps = sequence.putArray("decoders");
    replacement(steps.addObject(), SPACE, " ");
    steps.addObject().put("type", "ByteFallback");
    steps.addObject().put("type", "Fuse");
    if (spaceFirst()) {
      steps.addObject().put("type", "Strip").put("content", " ").put("start", 1).put("stop", 0);
    }
    return sequence;
  }

  @Override
  public ObjectNode model() {
    ObjectNode model = json.objectNode().put("type", "BPE");
    int unknown = metadata.integer(PREFIX + "unknown_token_id").orElse(0);
    model.putNull("dropout").put("unk_token", vocabulary.text("unknown_token_id", unknown));
    model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
    model.put("fuse_unk", true).put("byte_fallback", true).put("ignore_merges", false);
    model.set("vocab", vocabulary.ids());
    ArrayNode merges = model.putArray("merges");
    for (Merge merge : merges()) {
      merges.addArray().add(merge.left).add(merge.right);
    }
    return model;
  }

  @Override
  public boolean beginsTexts() {
    return true;
  }

  private boolean spaceFirst() {
    return metadata.flag(PREFIX + "add_space_prefix").orElse(true);
  }

  private static void replacement(ObjectNode step, String from, String to) {
    step.put("type", "Replace").put("content", to).putObject("pattern").put("String", from);
  }

  /** Every way to make a token of two, the likeliest token first. */
  private List<Merge> merges() {
    List<String> tokens = vocabulary.tokens();
    List<Double> scores =
        metadata.reals(PREFIX + "scores").orElseThrow(() -> metadata.missing(PREFIX + "scores"));
    if (scores.size() != tokens.size()) {
      throw new ModelException(
          "%s has %d tokens and %d scores; the file is damaged."
              .formatted(vocabulary.file(), tokens.size(), scores.size()));
    }
    Map<String, Integer> parts = new HashMap<>();
    for (int id = 0; id < tokens.size(); id++) {
      if (vocabulary.isNormal(id)) {
        parts.put(checked(tokens.get(id)), id);
      }
    }
    List<Merge> merges = new ArrayList<>();
    parts.forEach((token, id) -> addMerges(merges, parts, token, id, scores.get(id)));
    merges.sort(LIKELIEST_FIRST);
    return merges;
  }

  private static void addMerges(
      List<Merge> merges, Map<String, Integer> parts, String token, int id, double score) {
    for (int at = 1; at < token.length(); at++) {
      String left = token.substring(0, at);
      String right = token.substring(at);
      if (parts.containsKey(left) && parts.containsKey(right)) {
        merges.add(new Merge(id, left, right, parts.get(left), parts.get(right), score));
      }
    }
  }

  private String checked(String token) {
    if (token.length() > LONGEST_TOKEN) {
      throw new ModelException(
          "%s has a token of %d characters; tokens of up to %d are supported."
              .formatted(vocabulary.file(), token.length(), LONGEST_TOKEN));
    }
    return token;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
