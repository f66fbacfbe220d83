package io.dsd.model.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dsd.model.ModelException;
import io.dsd.model.gguf.GgufMetadata;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Rebuilds the {@code tokenizer.json} of a byte-level BPE tokenizer from a GGUF's metadata. */
public final class GgufTokenizers {

  private static final String PREFIX = "tokenizer.ggml.";
  private static final int CONTROL = 3;
  private static final int USER_DEFINED = 4;
  private static final int UNUSED = 5;

  private final GgufMetadata metadata;
  private final Path file;
  private final List<String> tokens;
  private final JsonNodeFactory json = JsonNodeFactory.instance;

  private GgufTokenizers(GgufMetadata metadata) {
    this.metadata = metadata;
    this.file = metadata.file();
    this.tokens =
        metadata.texts(PREFIX + "tokens").orElseThrow(() -> metadata.missing(PREFIX + "tokens"));
  }

  /**
   * Opens the tokenizer that the metadata describes.
   *
   * @throws ModelException naming what is missing or not supported
   */
  public static Tokenizer open(GgufMetadata metadata) {
    return DjlTokenizer.open(new GgufTokenizers(metadata).tokenizer(), metadata.file().toString());
  }

  /** The text of the token under that key, such as {@code bos_token_id}. */
  public static Optional<String> token(GgufMetadata metadata, String key) {
    OptionalInt id = metadata.integer(PREFIX + key);
    Optional<List<String>> tokens = metadata.texts(PREFIX + "tokens");
    return id.isPresent() && tokens.isPresent()
        ? Optional.of(token(metadata, tokens.get(), key, id.getAsInt()))
        : Optional.empty();
  }

  private static String token(GgufMetadata metadata, List<String> tokens, String key, int id) {
    if (id < 0 || id >= tokens.size()) {
      throw new ModelException(
          "The metadata %s%s of %s is %d, but the file has %d tokens; it is damaged."
              .formatted(PREFIX, key, metadata.file(), id, tokens.size()));
    }
    return tokens.get(id);
  }

  private ObjectNode tokenizer() {
    String kind =
        metadata.text(PREFIX + "model").orElseThrow(() -> metadata.missing(PREFIX + "model"));
    if (!kind.equals("gpt2")) {
      throw new ModelException(
          "%s has %smodel = %s; supported is gpt2 (byte-level BPE). Use the model's Hugging Face directory instead."
              .formatted(file, PREFIX, kind));
    }
    String name = metadata.text(PREFIX + "pre").orElse("default");
    PreTokenizer pre =
        PreTokenizer.named(name)
            .orElseThrow(
                () ->
                    new ModelException(
                        "%s has %spre = %s; supported are %s. Use the model's Hugging Face directory instead."
                            .formatted(file, PREFIX, name, PreTokenizer.supported())));
    List<Integer> types = metadata.integers(PREFIX + "token_type").orElse(List.of());
    ObjectNode tokenizer = json.objectNode();
    tokenizer.put("version", "1.0");
    tokenizer.set("added_tokens", addedTokens(types));
    tokenizer.set(
        "normalizer", pre.composed() ? json.objectNode().put("type", "NFC") : json.nullNode());
    tokenizer.set("pre_tokenizer", preTokenizer(pre));
    tokenizer.set("post_processor", postProcessor(pre));
    tokenizer.set("decoder", byteLevel());
    tokenizer.set("model", model(pre, types));
    return tokenizer;
  }

  private ArrayNode addedTokens(List<Integer> types) {
    ArrayNode added = json.arrayNode();
    for (int id = 0; id < Math.min(tokens.size(), types.size()); id++) {
      int type = types.get(id);
      if (type == CONTROL || type == USER_DEFINED) {
        added
            .addObject()
            .put("id", id)
            .put("content", tokens.get(id))
            .put("single_word", false)
            .put("lstrip", false)
            .put("rstrip", false)
            .put("normalized", false)
            .put("special", type == CONTROL);
      }
    }
    return added;
  }

  private ObjectNode preTokenizer(PreTokenizer pre) {
    ObjectNode sequence = json.objectNode().put("type", "Sequence");
    ArrayNode steps = sequence.putArray("pretokenizers");
    for (String pattern : pre.patterns()) {
      ObjectNode split = steps.addObject().put("type", "Split");
      split.putObject("pattern").put("Regex", pattern);
      split.put("behavior", "Isolated").put("invert", false);
    }
    steps.add(byteLevel());
    return sequence;
  }

  private ObjectNode byteLevel() {
    return json.objectNode()
        .put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", true)
        .put("use_regex", false);
  }

  private ObjectNode model(PreTokenizer pre, List<Integer> types) {
    ObjectNode model = json.objectNode().put("type", "BPE");
    model.putNull("dropout").putNull("unk_token");
    model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
    model.put("fuse_unk", false).put("byte_fallback", false);
    model.put("ignore_merges", pre.wholeWords());
    ObjectNode vocabulary = model.putObject("vocab");
    for (int id = 0; id < tokens.size(); id++) {
      boolean used = id >= types.size() || types.get(id) != UNUSED;
      if (used && vocabulary.replace(tokens.get(id), json.numberNode(id)) != null) {
        throw new ModelException(
            "%s has the token %s twice; the file is damaged.".formatted(file, tokens.get(id)));
      }
    }
    ArrayNode merges = model.putArray("merges");
    metadata
        .texts(PREFIX + "merges")
        .orElseThrow(() -> metadata.missing(PREFIX + "merges"))
        .forEach(merges::add);
    return model;
  }

  private ObjectNode postProcessor(PreTokenizer pre) {
    ObjectNode processor = json.objectNode().put("type", "TemplateProcessing");
    ArrayNode single = processor.putArray("single");
    ObjectNode specials = json.objectNode();
    if (metadata.flag(PREFIX + "add_bos_token").orElse(pre.wholeWords())) {
      addSpecial(single, specials, "bos_token_id");
    }
    single.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
    if (metadata.flag(PREFIX + "add_eos_token").orElse(false)) {
      addSpecial(single, specials, "eos_token_id");
    }
    ArrayNode pair = processor.putArray("pair");
    pair.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
    pair.addObject().putObject("Sequence").put("id", "B").put("type_id", 1);
    processor.set("special_tokens", specials);
    return processor;
  }

  private void addSpecial(ArrayNode single, ObjectNode specials, String key) {
    int id = metadata.integer(PREFIX + key).orElseThrow(() -> metadata.missing(PREFIX + key));
    String text = token(metadata, tokens, key, id);
    single.addObject().putObject("SpecialToken").put("id", text).put("type_id", 0);
    ObjectNode special = specials.putObject(text).put("id", text);
    special.putArray("ids").add(id);
    special.putArray("tokens").add(text);
  }
}
