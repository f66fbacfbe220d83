package io.dsd.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dsd.message.Ints;
import io.dsd.model.Resources;
import io.dsd.model.gguf.GgufHeader;
import io.dsd.text.TextAssembler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text that is assembled token by token is the text that the tokenizer makes of all tokens. */
class StreamedTextTest {

  private static String streamed(Tokenizer tokenizer, Ints tokens) {
    TextAssembler assembler = new TextAssembler(tokenizer::decode, List.of());
    StringBuilder text = new StringBuilder();
    tokens.stream().mapToObj(assembler::append).forEach(text::append);
    return text.append(assembler.finish()).toString();
  }

  private static String randomText(Random random) {
    String[] alphabet = {"the", " ", "  ", "é", "大", "😀", "👨‍👩‍👧", "\n", " river", "x.", "'s"};
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(30); i >= 0; i--) {
      text.append(alphabet[random.nextInt(alphabet.length)]);
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"smollm", "gpt-2", "default", "llama-bpe", "qwen2"})
  void ofTokensOfByteLevelVocabulariesWhateverTheyAre(String pre) {
    Random random = new Random(11);
    try (Tokenizer tokenizer =
        GgufTokenizers.open(
            GgufHeader.read(Resources.path("models/tokenizers/" + pre + ".gguf")).metadata())) {
      for (int i = 0; i < 200; i++) {
        Ints ofText = tokenizer.encode(randomText(random), true);
        assertThat(streamed(tokenizer, ofText)).isEqualTo(tokenizer.decode(ofText));
        Ints any = Ints.of(random.ints(30, 0, tokenizer.vocabularySize()).toArray());
        assertThat(streamed(tokenizer, any)).isEqualTo(tokenizer.decode(any));
      }
    }
  }

  @Test
  void ofBytesThatAVocabularyOfPiecesFallsBackTo() {
    Random random = new Random(12);
    try (Tokenizer tokenizer = DjlTokenizer.open(piecesWithBytes(), "pieces")) {
      for (int i = 0; i < 200; i++) {
        Ints tokens = tokenizer.encode(randomText(random), false);
        assertThat(streamed(tokenizer, tokens)).isEqualTo(tokenizer.decode(tokens));
      }
      String smile = "a 😀 b";
      assertThat(tokenizer.encode(smile, false).size())
          .isGreaterThan(smile.getBytes(StandardCharsets.UTF_8).length - 2);
    }
  }

  /** As Llama 2 has it: spaces are a piece, what no piece covers is bytes. */
  private static ObjectNode piecesWithBytes() {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("version", "1.0");
    root.putArray("added_tokens");
    ObjectNode normalizer = root.putObject("normalizer").put("type", "Sequence");
    var steps = normalizer.putArray("normalizers");
    steps.addObject().put("type", "Prepend").put("prepend", "▁");
    steps
        .addObject()
        .put("type", "Replace")
        .put("content", "▁")
        .putObject("pattern")
        .put("String", " ");
    root.putNull("pre_tokenizer");
    root.putNull("post_processor");
    var decoders = root.putObject("decoder").put("type", "Sequence").putArray("decoders");
    decoders
        .addObject()
        .put("type", "Replace")
        .put("content", " ")
        .putObject("pattern")
        .put("String", "▁");
    decoders.addObject().put("type", "ByteFallback");
    decoders.addObject().put("type", "Fuse");
    decoders.addObject().put("type", "Strip").put("content", " ").put("start", 1).put("stop", 0);
    ObjectNode model = root.putObject("model").put("type", "BPE");
    model.put("unk_token", "<unk>").put("fuse_unk", true).put("byte_fallback", true);
    ObjectNode vocabulary = model.putObject("vocab").put("<unk>", 0);
    for (int value = 0; value < 256; value++) {
      vocabulary.put("<0x%02X>".formatted(value), vocabulary.size());
    }
    for (String piece : List.of("▁", "t", "h", "e", "a", "b", "th", "the", "▁the")) {
      vocabulary.put(piece, vocabulary.size());
    }
    var merges = model.putArray("merges");
    List.of("t h", "th e", "▁ the").forEach(merges::add);
    return root;
  }
}
