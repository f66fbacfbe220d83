package io.dsd.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a {@code tokenizer.json} has that depends on the kind of tokenizer. */
sealed interface TokenizerParts permits ByteLevelBpe, SentencePieceBpe {

  JsonNode normalizer();

  JsonNode preTokenizer();

  JsonNode decoder();

  ObjectNode model();

  /** Whether a begin-of-text token stands before a text unless the file says otherwise. */
  boolean beginsTexts();
}
