package io.dsd.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dsd.message.Ints;
import io.dsd.model.chat.ChatMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HuggingFaceDirectoryTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  @BeforeEach
  void copyTheTinyModel() throws IOException {
    try (Stream<Path> files = Files.list(Resources.path("models/tiny-llama"))) {
      for (Path file : files.toList()) {
        Files.copy(file, directory.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void theOldWordsMeanTheSame() throws IOException {
    ModelConfig expected = ModelFiles.open(directory).config();
    ObjectNode config = config();
    config.remove(List.of("rope_parameters", "dtype", "head_dim"));
    config.put("rope_theta", 10_000.0).put("torch_dtype", "float32").putNull("rope_scaling");
    write("config.json", config);

    assertThat(ModelFiles.open(directory).config()).isEqualTo(expected);
  }

  @Test
  void scaledFrequenciesHaveOneMeaningInBothWords() throws IOException {
    ObjectNode scaling =
        JSON.createObjectNode()
            .put("factor", 8.0)
            .put("low_freq_factor", 1.0)
            .put("high_freq_factor", 4.0)
            .put("original_max_position_embeddings", 256);
    ObjectNode config = config();
    config.putObject("rope_parameters").setAll(scaling.deepCopy().put("rope_type", "llama3"));
    write("config.json", config.put("rope_theta", 500_000.0));
    Rope inNewWords = ModelFiles.open(directory).config().rope();
    config.remove("rope_parameters");
    config.putObject("rope_scaling").setAll(scaling.deepCopy().put("type", "llama3"));
    write("config.json", config);

    assertThat(inNewWords)
        .isEqualTo(new Rope(500_000, new RopeScaling.Llama3(8, 1, 4, 256)))
        .isEqualTo(ModelFiles.open(directory).config().rope());
  }

  @ParameterizedTest
  @CsvSource({
    "Llama, true, 100, 512",
    "Mistral, false, 100, 100",
    "Mistral, false, 1000, 512",
    "Mistral, false, null, 512"
  })
  void aSlidingWindowLimitsTheContext(String family, boolean use, String window, int context)
      throws IOException {
    ObjectNode config = config();
    config.putArray("architectures").add(family + "ForCausalLM");
    config.put("use_sliding_window", use).set("sliding_window", JSON.readTree(window));
    write("config.json", config);

    assertThat(ModelFiles.open(directory).config().contextLength()).isEqualTo(context);
  }

  @Test
  void aWindowOfQwenCountsOnlyIfItIsUsed() throws IOException {
    Path qwen = Files.createDirectory(directory.resolve("qwen"));
    Path original = Resources.path("models/tiny-qwen2");
    Files.copy(original.resolve("model.safetensors"), qwen.resolve("model.safetensors"));
    ObjectNode config = ModelJson.read(original.resolve("config.json")).put("sliding_window", 64);
    JSON.writeValue(qwen.resolve("config.json").toFile(), config.put("use_sliding_window", false));
    assertThat(ModelFiles.open(qwen).config().contextLength()).isEqualTo(512);

    JSON.writeValue(qwen.resolve("config.json").toFile(), config.put("use_sliding_window", true));
    assertThat(ModelFiles.open(qwen).config().contextLength()).isEqualTo(64);
  }

  @Test
  void endTokensComeFromBothFiles() throws IOException {
    write("config.json", config().set("eos_token_id", JSON.createArrayNode().add(2).add(7)));
    write(
        "generation_config.json",
        JSON.createObjectNode().set("eos_token_id", JSON.createArrayNode().add(7).add(9)));

    assertThat(ModelFiles.open(directory).config().endTokens()).isEqualTo(Ints.of(2, 7, 9));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "architectures | [\"GemmaForCausalLM\"] | GemmaForCausalLM\"]; supported is LlamaForCausalLM, MistralForCausalLM, Qwen2ForCausalLM, Qwen3ForCausalLM",
        "architectures | [] | architectures = []; supported is LlamaForCausalLM",
        "architectures | null | architectures = nothing; supported is LlamaForCausalLM",
        "architectures | [\"Qwen2ForCausalLM\"] | has no tensor model.layers.0.self_attn.q_proj.bias; it is incomplete or not a qwen2 decoder",
        "architectures | [\"Qwen3ForCausalLM\"] | model.layers.0.self_attn.q_norm.weight",
        "rope_scaling | {\"rope_type\": \"llama3\", \"factor\": 8} | without low_freq_factor",
        "rope_scaling | {\"type\": \"dynamic\", \"factor\": 2} | rope_scaling = dynamic; supported is default, linear or llama3",
        "rope_scaling | {\"type\": \"linear\"} | without factor",
        "rope_scaling | {\"type\": \"linear\", \"factor\": 0} | rotary frequency Infinity",
        "rope_parameters | {\"rope_type\": \"yarn\"} | rope_parameters = yarn; supported is default, linear or llama3",
        "rope_parameters | {\"partial_rotary_factor\": 0.5} | partial_rotary_factor = 0.5; supported is 1",
        "attention_bias | true | attention_bias = true; supported is false",
        "mlp_bias | true | mlp_bias = true; supported is false",
        "hidden_act | \"gelu\" | silu",
        "quantization_config | {\"bits\": 4} | F32, F16 or BF16",
        "hidden_size | \"wide\" | an integer is expected",
        "hidden_size | 128 | [320, 32]",
        "num_hidden_layers | 6 | model.layers.5.input_layernorm.weight",
        "num_key_value_heads | 3 | do not divide",
        "eos_token_id | 320 | outside its vocabulary of 320",
        "vocab_size | null | no field vocab_size"
      })
  void aConfigThatIsNotSupportedIsRefusedByFieldAndValue(
      String field, String value, String expected) throws IOException {
    write("config.json", config().set(field, JSON.readTree(value)));

    assertThatThrownBy(() -> ModelFiles.open(directory))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining(expected);
  }

  @Test
  void aTemplateFileWinsOverTheSetting() throws IOException {
    Files.writeString(directory.resolve("chat_template.jinja"), "{{ bos_token }}from the file\n");

    assertThat(render()).isEqualTo("<|im_start|>from the file");
  }

  @Test
  void theDefaultOfSeveralNamedTemplatesIsTaken() throws IOException {
    ObjectNode settings = read("tokenizer_config.json");
    settings.putObject("eos_token").put("content", "<END>");
    settings
        .putArray("chat_template")
        .add(JSON.createObjectNode().put("name", "tools").put("template", "tools"))
        .add(JSON.createObjectNode().put("name", "default").put("template", "x{{ eos_token }}"));
    write("tokenizer_config.json", settings);

    assertThat(render()).isEqualTo("x<END>");
  }

  @Test
  void aDirectoryWithoutATemplateHasNone() throws IOException {
    Files.delete(directory.resolve("tokenizer_config.json"));

    assertThat(ModelFiles.open(directory).chatTemplate()).isEmpty();
  }

  @Test
  void missingFilesAreNamed() throws IOException {
    ModelFiles files = ModelFiles.open(directory);
    Files.delete(directory.resolve("tokenizer.json"));
    Files.delete(directory.resolve("model.safetensors"));

    assertThatThrownBy(files::openTokenizer).hasMessageContaining("tokenizer.json is missing");
    assertThatThrownBy(() -> ModelFiles.open(directory))
        .hasMessageContaining("neither model.safetensors nor model.safetensors.index.json");
  }

  @Test
  void aMissingShardIsNamed() throws IOException {
    Files.delete(directory.resolve("model.safetensors"));
    Files.writeString(
        directory.resolve("model.safetensors.index.json"),
        "{\"weight_map\": {\"a\": \"one.safetensors\"}}");

    assertThatThrownBy(() -> ModelFiles.open(directory))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("one.safetensors, which is missing");
  }

  private String render() {
    return ModelFiles.open(directory)
        .chatTemplate()
        .orElseThrow()
        .render(List.of(new ChatMessage("user", "x")));
  }

  private ObjectNode config() {
    return read("config.json");
  }

  private ObjectNode read(String name) {
    try {
      return (ObjectNode) JSON.readTree(directory.resolve(name).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String name, Object json) throws IOException {
    JSON.writeValue(directory.resolve(name).toFile(), json);
  }
}
