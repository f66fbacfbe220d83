package io.dsd.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dsd.model.ModelException;
import io.dsd.model.Resources;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class NumbersTest {

  @ParameterizedTest
  @EnumSource
  void everyTypeDecodesToTheLastBitLikeGgufsOwnDequantiser(TensorType type) {
    float[] expected = floats("models/numbers/" + file(type) + ".floats");
    FileTensor tensor = tensor(type, expected.length, 0);

    assertThat(tensor.bytes())
        .isEqualTo(Resources.bytes("models/numbers/" + file(type) + ".bin").length);
    assertThat(tensor.toFloats()).containsExactly(expected);
  }

  @Test
  void halvesOfEveryKindDecode() {
    byte[] halves =
        ByteBuffer.allocate(14)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) 0x0001)
            .putShort((short) 0x83ff)
            .putShort((short) 0x7c00)
            .putShort((short) 0xfc00)
            .putShort((short) 0x7e00)
            .putShort((short) 0x8000)
            .putShort((short) 0x7bff)
            .array();
    float[] decoded = new float[7];

    Numbers.decode(TensorType.F16, halves, 7, decoded, 0);

    assertThat(decoded)
        .containsExactly(
            0x1p-24f,
            -0x3ffp-24f,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.NaN,
            -0f,
            65504f);
  }

  @Test
  void aFileThatEndsWithinTheTensorIsNamedTogetherWithIt() {
    FileTensor tensor = tensor(TensorType.F32, 256, 8);

    assertThatThrownBy(tensor::toFloats)
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("f32.bin")
        .hasMessageContaining("ends within tensor some.weight");
  }

  @Test
  void aShapeThatCutsABlockIsRefused() {
    assertThatThrownBy(() -> tensor(TensorType.Q4_1, 40, 0))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("some.weight")
        .hasMessageContaining("multiples of 32")
        .hasMessageContaining("[40]");
  }

  private static FileTensor tensor(TensorType type, int elements, long offset) {
    Path file = Resources.path("models/numbers/" + file(type) + ".bin");
    return new FileTensor(
        "some.weight", type, List.of(elements), new RowOrder.AsUsed(), file, offset);
  }

  private static String file(TensorType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  private static float[] floats(String name) {
    byte[] bytes = Resources.bytes(name);
    float[] floats = new float[bytes.length / 4];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
    return floats;
  }
}
