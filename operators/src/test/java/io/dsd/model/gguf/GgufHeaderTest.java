package io.dsd.model.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dsd.model.ModelException;
import io.dsd.model.ModelFiles;
import io.dsd.model.Resources;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GgufHeaderTest {

  private static final byte[] GOOD = Resources.bytes("models/tiny-llama-gguf/tiny-llama-q4_0.gguf");

  @TempDir private Path directory;

  @Test
  void versionTwoIsRead() throws IOException {
    Path file = write(copy().putInt(4, 2));

    assertThat(ModelFiles.open(file).config().layers()).isEqualTo(5);
  }

  @Test
  void otherVersionsAreRefusedByNumber() throws IOException {
    Path bigEndian = write(copy().putInt(4, Integer.reverseBytes(3)));

    assertThatThrownBy(() -> GgufHeader.read(bigEndian))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("GGUF version 50331648")
        .hasMessageContaining("versions 2 and 3");
  }

  @Test
  void aHugeCountIsRefusedBeforeAnythingIsAllocated() throws IOException {
    Path tensors = write(copy().putLong(8, 1L << 60));
    Path entries = write(copy().putLong(16, -1));

    assertThatThrownBy(() -> GgufHeader.read(tensors))
        .hasMessageContaining("claims 1152921504606846976 tensors");
    assertThatThrownBy(() -> GgufHeader.read(entries))
        .hasMessageContaining("claims 18446744073709551615 metadata entries");
  }

  @Test
  void aFileThatWasCutOffIsRefusedWhenItIsOpened() throws IOException {
    Path file = Files.write(directory.resolve("cut.gguf"), Arrays.copyOf(GOOD, GOOD.length - 40));

    assertThatThrownBy(() -> ModelFiles.open(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("cut.gguf")
        .hasMessageContaining("incomplete, fetch it again");
  }

  @Test
  void anotherArchitectureIsRefusedByName() throws IOException {
    Path file = replaced("llama", "gemma");

    assertThatThrownBy(() -> ModelFiles.open(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("general.architecture = gemma")
        .hasMessageContaining("supported is llama, qwen2 or qwen3");
  }

  @Test
  void aTensorThatALlamaHasNotIsRefusedByName() throws IOException {
    Path file = replaced("blk.2.ffn_gate.weight", "blk.2.ffn_exps.weight");

    assertThatThrownBy(() -> ModelFiles.open(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("blk.2.ffn_exps.weight");
  }

  @Test
  void aTensorThatItsFamilyHasNotIsRefusedByName() throws IOException {
    byte[] qwen = Resources.bytes("models/tiny-qwen2/model.gguf");
    Path file = replaced(qwen, "qwen2", "llama");

    assertThatThrownBy(() -> ModelFiles.open(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("has the tensor blk.0.attn_")
        .hasMessageContaining(".bias, which has no place in a llama decoder of 3 layers");
  }

  @Test
  void aTypeThatIsNotSupportedIsRefusedByName() throws IOException {
    byte[] name = "blk.2.ffn_gate.weight".getBytes(StandardCharsets.US_ASCII);
    int at = new String(GOOD, StandardCharsets.ISO_8859_1).indexOf("blk.2.ffn_gate.weight");
    Path file = write(copy().putInt(at + name.length + 4 + 16, 10));

    assertThatThrownBy(() -> ModelFiles.open(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("blk.2.ffn_gate.weight")
        .hasMessageContaining("type Q2_K")
        .hasMessageContaining("F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q4_K, Q5_K, Q6_K");
  }

  private static ByteBuffer copy() {
    return ByteBuffer.wrap(GOOD.clone()).order(ByteOrder.LITTLE_ENDIAN);
  }

  private Path write(ByteBuffer buffer) throws IOException {
    byte[] bytes = new byte[buffer.capacity()];
    buffer.get(0, bytes);
    return Files.write(Files.createTempFile(directory, "some", ".gguf"), bytes);
  }

  private Path replaced(String from, String to) throws IOException {
    return replaced(GOOD, from, to);
  }

  private Path replaced(byte[] bytes, String from, String to) throws IOException {
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replace(from, to);
    return write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
  }
}
