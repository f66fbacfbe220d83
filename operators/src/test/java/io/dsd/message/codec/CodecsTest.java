package io.dsd.message.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.dsd.message.Bytes;
import io.dsd.message.Ints;
import io.dsd.message.SequenceId;
import io.dsd.message.codec.MessageArbitraries.Case;
import io.dsd.message.request.Delta;
import io.dsd.message.request.Dialect;
import io.dsd.message.request.FinishReason;
import io.dsd.message.request.Header;
import io.dsd.message.request.Origin;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecsTest {

  @Provide
  Arbitrary<Case<?>> cases() {
    return MessageArbitraries.cases();
  }

  @Property(tries = 1500)
  <T> void everyValueComesBackAndNoByteIsLeft(@ForAll("cases") Case<T> one) throws IOException {
    var back = Encoded.read(one.codec(), Encoded.write(one.codec(), one.value()));
    assertThat(back.value()).isEqualTo(one.value());
    assertThat(back.left()).isZero();
  }

  @Property(tries = 500)
  <T> void inputThatEndsTooEarlyIsRefused(
      @ForAll("cases") Case<T> one, @ForAll @IntRange(max = 1 << 20) int cut) throws IOException {
    byte[] bytes = Encoded.write(one.codec(), one.value());
    byte[] truncated = Arrays.copyOf(bytes, cut % bytes.length);
    assertThatThrownBy(() -> Encoded.read(one.codec(), truncated)).isInstanceOf(EOFException.class);
  }

  @Property(tries = 3000)
  <T> void damagedBytesAreRefusedOrAreTheBytesOfAnotherValue(
      @ForAll("cases") Case<T> one, @ForAll long seed) throws IOException {
    byte[] bytes = Encoded.write(one.codec(), one.value());
    Random random = new Random(seed);
    for (int damage = 1 + random.nextInt(3); damage > 0; damage--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(random.nextBoolean() ? 4 : 256);
    }
    Encoded.Decoded<T> back;
    try {
      back = Encoded.read(one.codec(), bytes);
    } catch (IOException refused) {
      return;
    }
    byte[] again = Encoded.write(one.codec(), back.value());
    if (bytes[0] < again[0]) {
      // what reads as an older version is written as today's
      return;
    }
    assertThat(again).isEqualTo(Arrays.copyOf(bytes, bytes.length - back.left()));
  }

  @Property(tries = 100)
  <T> void anUnknownVersionIsRefusedInWords(
      @ForAll("cases") Case<T> one, @ForAll @IntRange(min = 4, max = 255) int version)
      throws IOException {
    byte[] bytes = Encoded.write(one.codec(), one.value());
    bytes[0] = (byte) version;
    assertThatThrownBy(() -> Encoded.read(one.codec(), bytes))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("of version " + version + " cannot be read")
        .hasMessageContaining("knows versions 1 to ");
  }

  @Test
  void textsLongerThan64KilobytesComeBack() throws IOException {
    String text = "größer, 大, 😀. ".repeat(20_000);
    Delta delta =
        new Delta(
            new Origin(
                new SequenceId(text, 1, 2),
                3,
                Optional.of(Bytes.utf8(text)),
                List.of(new Header(text, Optional.empty()))),
            text,
            Dialect.CHAT,
            4,
            Ints.range(0, 200_000),
            5,
            text,
            Optional.of(FinishReason.STOP));
    var back = Encoded.read(Codecs.DELTA, Encoded.write(Codecs.DELTA, delta));
    assertThat(back.value()).isEqualTo(delta);
    assertThat(back.left()).isZero();
  }

  @Test
  void bytesLongerThanTheFirstReadComeBack() throws IOException {
    byte[] run = new byte[11 << 20];
    new Random(1).nextBytes(run);
    Bytes bytes = Bytes.owned(run);
    assertThat(Encoded.read(BytesBody.CODEC, Encoded.write(BytesBody.CODEC, bytes)).value())
        .isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE})
  void aNegativeLengthIsRefusedInWords(int length) {
    byte[] bytes = ByteBuffer.allocate(40).put((byte) 1).putInt(length).array();
    assertThatThrownBy(() -> Encoded.read(Codecs.INTS, bytes))
        .isInstanceOf(IOException.class)
        .hasMessage("a length is negative: " + length);
    assertThatThrownBy(() -> Encoded.read(Codecs.SEQUENCE_ID, bytes))
        .isInstanceOf(IOException.class)
        .hasMessage("a length is negative: " + length);
    assertThatThrownBy(() -> Encoded.read(Codecs.BATCH, bytes))
        .isInstanceOf(IOException.class)
        .hasMessage("a length is negative: " + length);
  }

  @Test
  void aHugeLengthIsRefusedWithoutMemoryForIt() {
    byte[] bytes = ByteBuffer.allocate(40).put((byte) 1).putInt(Integer.MAX_VALUE).array();
    byte[] hidden = ByteBuffer.allocate(40).put((byte) 1).putInt(1 << 15).putInt(1 << 14).array();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> Encoded.read(Codecs.INTS, bytes)).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> Encoded.read(Codecs.SEQUENCE_ID, bytes))
        .isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> Encoded.read(Codecs.BATCH, bytes)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Encoded.read(HiddenStatesBody.CODEC, hidden))
        .isInstanceOf(EOFException.class);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(32 << 20);
  }

  @Test
  void hiddenStatesThatFitNoArrayAreRefusedInWords() {
    byte[] bytes = ByteBuffer.allocate(40).put((byte) 2).putInt(1 << 20).putInt(1 << 20).array();
    assertThatThrownBy(() -> Encoded.read(HiddenStatesBody.CODEC, bytes))
        .isInstanceOf(IOException.class)
        .hasMessage("hidden states [1048576, 1048576] do not fit an array");
  }

  @Test
  void unknownTagsAreRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> Encoded.read(Codecs.ARRIVAL, new byte[] {1, 9}))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "the tag 9 is no arrival: known are 1 (request), 2 (refusal), 3 (cancellation)");
    assertThatThrownBy(() -> Encoded.read(Codecs.BATCH, new byte[] {1, 0, 0, 0, 1, 99}))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the tag 99 is no loop message: known are 1 (block)");
  }

  @Test
  void valuesThatCannotBeAreRefusedByName() throws IOException {
    byte[] bytes = Encoded.write(Codecs.ARRIVAL, StoredMessages.request());
    int at = bytes.length - 8 - 9 - 1 - 4 - StoredMessages.stopBytes() - 4;
    ByteBuffer.wrap(bytes).putInt(at, 0);
    assertThatThrownBy(() -> Encoded.read(Codecs.ARRIVAL, bytes))
        .isInstanceOf(IOException.class)
        .hasMessage("an arrival cannot be read: maxTokens 0 is below 1");
  }

  @Test
  void textThatIsNoUtf8IsRefused() {
    byte[] bytes = {1, 0, 0, 0, 2, (byte) 0xC3, 'x', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    assertThatThrownBy(() -> Encoded.read(Codecs.SEQUENCE_ID, bytes))
        .isInstanceOf(IOException.class)
        .hasMessage("a text of 2 bytes is not UTF-8");
  }
}
