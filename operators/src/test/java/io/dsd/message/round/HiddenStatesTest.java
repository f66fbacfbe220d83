package io.dsd.message.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dsd.message.Bytes;
import io.dsd.message.Ints;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Hidden states in their forms. */
class HiddenStatesTest {

  @Property
  void eightBitsAreOffByHalfAScaleOfTheirGroupAtMost(
      @ForAll @IntRange(max = 4) int rows,
      @ForAll @IntRange(min = 1, max = 200) int width,
      @ForAll @FloatRange(min = -44, max = 37) float magnitude,
      @ForAll long seed) {
    float[] numbers = numbers(rows * width + 3, Math.pow(10, magnitude), seed);

    float[] back = floats(HiddenStates.of(RowType.INT8, rows, width, numbers, 3));

    for (int i = 0; i < back.length; i++) {
      int group = i - i % width % EightBits.GROUP;
      int end = Math.min(group + EightBits.GROUP, i - i % width + width);
      float largest = 0;
      for (int other = group; other < end; other++) {
        largest = Math.max(largest, Math.abs(numbers[3 + other]));
      }
      // beside half a scale, what floats themselves cannot tell apart
      float off = largest / 254 * 1.0001f + 128 * Float.MIN_VALUE;
      assertThat(back[i]).isCloseTo(numbers[3 + i], within(off));
    }
  }

  @Property
  void floatsAndTheirUpperHalvesComeBackAsTheyAre(
      @ForAll @IntRange(max = 4) int rows,
      @ForAll @IntRange(max = 100) int width,
      @ForAll long seed) {
    float[] numbers = numbers(rows * width, 10, seed);
    assertThat(floats(HiddenStates.of(RowType.FP32, rows, width, numbers, 0))).isEqualTo(numbers);

    float[] halves = floats(HiddenStates.of(RowType.BF16, rows, width, numbers, 0));

    assertThat(floats(HiddenStates.of(RowType.BF16, rows, width, halves, 0))).isEqualTo(halves);
    for (int i = 0; i < halves.length; i++) {
      assertThat(halves[i]).isCloseTo(numbers[i], within(Math.abs(numbers[i]) / 128));
    }
  }

  @Test
  void oneLargeNumberDoesNotDrownThoseOfOtherGroups() {
    float[] numbers = numbers(2 * EightBits.GROUP, 1, 7);
    numbers[5] = 10_000;

    float[] back = floats(HiddenStates.of(RowType.INT8, 1, numbers.length, numbers, 0));

    assertThat(back[5]).isEqualTo(10_000);
    for (int i = EightBits.GROUP; i < numbers.length; i++) {
      assertThat(back[i]).isCloseTo(numbers[i], within(0.5f / 127));
    }
  }

  @ParameterizedTest
  @CsvSource({"NaN", "Infinity", "-Infinity"})
  void whatIsNoNumberStaysNoneAndDisturbsItsGroupOnly(float none) {
    float[] numbers = numbers(2 * EightBits.GROUP, 1, 7);
    numbers[5] = none;

    float[] back = floats(HiddenStates.of(RowType.INT8, 1, numbers.length, numbers, 0));

    assertThat(back[5]).isNaN();
    for (int i = EightBits.GROUP; i < numbers.length; i++) {
      assertThat(back[i]).isCloseTo(numbers[i], within(0.5f / 127));
    }
  }

  @ParameterizedTest
  @CsvSource({"BF16, 576, 1152", "FP32, 576, 2304", "INT8, 576, 612", "INT8, 65, 73", "INT8, 0, 0"})
  void rowsHaveTheirSize(RowType type, int width, long bytes) {
    assertThat(type.bytes(width)).isEqualTo(bytes);
    assertThat(HiddenStates.of(type, 3, width, new float[3 * width], 0).data().size())
        .isEqualTo(3 * bytes);
  }

  @ParameterizedTest
  @EnumSource(RowType.class)
  void pickedRowsAreThoseAskedForInThatOrder(RowType type) {
    float[] numbers = numbers(5 * 70, 1, 3);
    HiddenStates all = HiddenStates.of(type, 5, 70, numbers, 0);

    HiddenStates picked = all.pick(Ints.of(3, 1));

    assertThat(picked.rows()).isEqualTo(2);
    assertThat(floats(picked)).startsWith(row(all, 3)).endsWith(row(all, 1));
  }

  @ParameterizedTest
  @EnumSource(RowType.class)
  void partsSideBySideHaveTheNumbersOfEach(RowType type) {
    HiddenStates left = HiddenStates.of(type, 2, 70, numbers(140, 1, 3), 0);
    HiddenStates right = HiddenStates.of(type, 2, 3, numbers(6, 100, 4), 0);

    HiddenStates both = HiddenStates.sideBySide(List.of(left, right));

    assertThat(both.width()).isEqualTo(73);
    for (int row = 0; row < 2; row++) {
      assertThat(row(both, row)).startsWith(row(left, row)).endsWith(row(right, row));
    }
    assertThat(HiddenStates.sideBySide(List.of(left))).isSameAs(left);
  }

  @Test
  void anotherSizeThanTheShapeAsksForIsRefused() {
    assertThatThrownBy(() -> new HiddenStates(RowType.INT8, 2, 3, Bytes.of(new byte[6])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hidden states [2, 3] of INT8 need 14 bytes, got 6");
  }

  private static float[] numbers(int count, double magnitude, long seed) {
    Random random = new Random(seed);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) (magnitude * (2 * random.nextDouble() - 1));
    }
    return numbers;
  }

  private static float[] row(HiddenStates states, int row) {
    return floats(states.pick(Ints.of(row)));
  }

  private static float[] floats(HiddenStates states) {
    FloatBuffer numbers = FloatBuffer.allocate(states.rows() * states.width());
    states.copyTo(numbers);
    return numbers.array();
  }
}
