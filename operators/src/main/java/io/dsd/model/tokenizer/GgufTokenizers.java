package io.dsd.model.tokenizer;

import static io.dsd.model.tokenizer.GgufVocabulary.PREFIX;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dsd.model.ModelException;
import io.dsd.model.gguf.GgufMetadata;
import java.util.Optional;
import java.util.OptionalInt;

/** Rebuilds the {@code tokenizer.json} of a BPE tokenizer from a GGUF's metadata. */
public final class GgufTokenizers {

  private final GgufVocabulary vocabulary;
  private final GgufMetadata metadata;
  private final TokenizerParts parts;
  private final JsonNodeFactory json = JsonNodeFactory.instance;

  private GgufTokenizers(GgufVocabulary vocabulary) {
    this.vocabulary = vocabulary;
    this.metadata = vocabulary.metadata();
    this.parts = parts(vocabulary);
  }

  /**
   * Opens the tokenizer that the metadata describes.
   *
   * @throws ModelException naming what is missing or not supported
   */
  public static Tokenizer open(GgufMetadata metadata) {
    ObjectNode tokenizer = new GgufTokenizers(new GgufVocabulary(metadata)).tokenizer();
    return DjlTokenizer.open(tokenizer, metadata.file().toString());
  }

  /** The text of the token under that key, such as {@code bos_token_id}. */
  public static Optional<String> token(GgufMetadata metadata, String key) {
    OptionalInt id = metadata.integer(PREFIX + key);
    return id.isPresent() && metadata.texts(PREFIX + "tokens").isPresent()
        ? Optional.of(new GgufVocabulary(metadata).text(key, id.getAsInt()))
        : Optional.empty();
  }

  private static TokenizerParts parts(GgufVocabulary vocabulary) {
    GgufMetadata metadata = vocabulary.metadata();
    String kind =
        metadata.text(PREFIX + "model").orElseThrow(() -> metadata.missing(PREFIX + "model"));
    return switch (kind) {
      case "gpt2" -> new ByteLevelBpe(vocabulary);
      case "llama" -> new SentencePieceBpe(vocabulary);
      default ->
          throw new ModelException(
              "%s has %smodel = %s; supported are gpt2 (byte-level BPE) and llama (SentencePiece). Use the model's Hugging Face directory instead."
                  .formatted(metadata.file(), PREFIX, kind));
    };
  }

  private ObjectNode tokenizer() {
    ObjectNode tokenizer = json.objectNode();
    tokenizer.put("version", "1.0");
    tokenizer.set("added_tokens", vocabulary.added());
    tokenizer.set("normalizer", parts.normalizer());
    tokenizer.set("pre_tokenizer", parts.preTokenizer());
    tokenizer.set("post_processor", postProcessor());
    tokenizer.set("decoder", parts.decoder());
    tokenizer.set("model", parts.model());
    return tokenizer;
  }

  private ObjectNode postProcessor() {
    ObjectNode processor = json.objectNode().put("type", "TemplateProcessing");
    ArrayNode single = processor.putArray("single");
    ObjectNode specials = json.objectNode();
    if (metadata.flag(PREFIX + "add_bos_token").orElse(parts.beginsTexts())) {
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
    String text = vocabulary.text(key, id);
    single.addObject().putObject("SpecialToken").put("id", text).put("type_id", 0);
    ObjectNode special = specials.putObject(text).put("id", text);
    special.putArray("ids").add(id);
    special.putArray("tokens").add(text);
  }
}
