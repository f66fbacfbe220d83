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
        "architectures | [\"Qwen2ForCausalLM\"] | LlamaForCausalLM",
        "rope_scaling | {\"rope_type\": \"llama3\", \"factor\": 8} | llama3",
        "rope_parameters | {\"rope_type\": \"yarn\"} | yarn",
        "attention_bias | true | attention_bias = true; supported is false",
        "mlp_bias | true | mlp_bias = true; supported is false",
        "hidden_act | \"gelu\" | silu",
        "quantization_config | {\"bits\": 4} | F32, F16 or BF16",
        "hidden_size | \"wide\" | an integer is expected",
        "hidden_size | 128 | [320, 64]",
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
