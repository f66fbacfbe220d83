package io.dsd.model.tokenizer;

import static io.dsd.model.tokenizer.GgufVocabulary.PREFIX;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dsd.model.ModelException;
import io.dsd.model.gguf.GgufMetadata;

/** Byte-level BPE, which llama.cpp calls {@code gpt2}: merges are stored, cuts only named. */
final class ByteLevelBpe implements TokenizerParts {

  private final GgufVocabulary vocabulary;
  private final PreTokenizer pre;
  private final JsonNodeFactory json = JsonNodeFactory.instance;

  ByteLevelBpe(GgufVocabulary vocabulary) {
    this.vocabulary = vocabulary;
    String name = vocabulary.metadata().text(PREFIX + "pre").orElse("default");
    this.pre =
        PreTokenizer.named(name)
            .orElseThrow(
                () ->
                    new ModelException(
                        "%s has %spre = %s; supported are %s. Use the model's Hugging Face directory instead."
                            .formatted(vocabulary.file(), PREFIX, name, PreTokenizer.supported())));
  }

  @Override
  public JsonNode normalizer() {
    return pre.composed() ? json.objectNode().put("type", "NFC") : json.nullNode();
  }

  @Override
  public JsonNode preTokenizer() {
    ObjectNode sequence = json.objectNode().put("type", "Sequence");
    ArrayNode steps = sequence.putArray("pretokenizers");
    for (String pattern : pre.patterns()) {
      ObjectNode split = steps.addObject().put("type", "Split");
      split.putObject("pattern").put("Regex", pattern);
      split.put("behavior", "Isolated").put("invert", false);
    }
    steps.add(decoder());
    return sequence;
  }

  @Override
  public ObjectNode decoder() {
    return json.objectNode()
        .put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", true)
        .put("use_regex", false);
  }

  @Override
  public ObjectNode model() {
    ObjectNode model = json.objectNode().put("type", "BPE");
    model.putNull("dropout").putNull("unk_token");
    model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
    model.put("fuse_unk", false).put("byte_fallback", false);
    model.put("ignore_merges", pre.wholeWords());
    model.set("vocab", vocabulary.ids());
    GgufMetadata metadata = vocabulary.metadata();
    ArrayNode merges = model.putArray("merges");
    metadata
        .texts(PREFIX + "merges")
        .orElseThrow(() -> metadata.missing(PREFIX + "merges"))
        .forEach(merges::add);
    return model;
  }

  @Override
  public boolean beginsTexts() {
    return pre.wholeWords();
  }
}
