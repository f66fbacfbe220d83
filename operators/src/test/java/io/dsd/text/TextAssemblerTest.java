package io.dsd.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dsd.message.Ints;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TextAssemblerTest {

  private static final int SPECIAL = 1000;

  /** A vocabulary of byte pieces; tokens from {@link #SPECIAL} on have no text. */
  private record Pieces(List<byte[]> pieces) {

    String decode(Ints tokens) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      tokens.stream()
          .filter(token -> token < SPECIAL)
          .forEach(token -> bytes.writeBytes(pieces.get(token)));
      return bytes.toString(StandardCharsets.UTF_8);
    }

    /** {@code bytes} cut into tokens at random places, also inside characters. */
    static Pieces cut(byte[] bytes, Random random) {
      List<byte[]> pieces = new ArrayList<>();
      for (int from = 0; from < bytes.length; ) {
        int to = Math.min(bytes.length, from + 1 + random.nextInt(4));
        byte[] piece = new byte[to - from];
        System.arraycopy(bytes, from, piece, 0, piece.length);
        pieces.add(piece);
        from = to;
      }
      return new Pieces(pieces);
    }
  }

  private static final Pieces BYTES = new Pieces(bytes());

  private static List<byte[]> bytes() {
    List<byte[]> bytes = new ArrayList<>();
    for (int value = 0; value < 256; value++) {
      bytes.add(new byte[] {(byte) value});
    }
    return bytes;
  }

  private static Ints byteTokens(String text) {
    int[] tokens = new int[text.getBytes(StandardCharsets.UTF_8).length];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = text.getBytes(StandardCharsets.UTF_8)[i] & 0xFF;
    }
    return Ints.of(tokens);
  }

  private static TextAssembler assembler(String... stop) {
    return new TextAssembler(BYTES::decode, List.of(stop));
  }

  private static String append(TextAssembler assembler, String text) {
    StringBuilder released = new StringBuilder();
    byteTokens(text).stream().mapToObj(assembler::append).forEach(released::append);
    return released.toString();
  }

  private static String cut(String text, List<String> stop) {
    int at = stop.stream().mapToInt(text::indexOf).filter(i -> i >= 0).min().orElse(text.length());
    return text.substring(0, at);
  }

  private static String random(Random random, int length) {
    String[] alphabet = {"a", "b", "ab", "é", "大", "😀", "👨‍👩‍👧", "\n", " ", "\uFFFD"};
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(alphabet[random.nextInt(alphabet.length)]);
    }
    return text.toString();
  }

  /** A text, its tokens, and stop texts that may or may not be in it. */
  private record Sample(String text, Pieces pieces, List<String> stop) {

    static Sample of(long seed) {
      Random random = new Random(seed);
      String text = random(random, 1 + random.nextInt(30));
      List<String> stop = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        stop.add(random(random, 1 + random.nextInt(3)));
      }
      Pieces pieces = Pieces.cut(text.getBytes(StandardCharsets.UTF_8), random);
      return new Sample(text, pieces, stop);
    }

    TextAssembler assembler() {
      return new TextAssembler(pieces::decode, stop);
    }
  }

  @Property(tries = 3000)
  void thePiecesAreTheWholeTextUpToTheFirstStop(@ForAll long seed) {
    Sample sample = Sample.of(seed);
    TextAssembler assembler = sample.assembler();
    StringBuilder released = new StringBuilder();
    for (int token = 0; token < sample.pieces().pieces().size(); token++) {
      released.append(assembler.append(token));
    }
    released.append(assembler.finish());
    assertThat(released).hasToString(cut(sample.text(), sample.stop()));
    assertThat(assembler.isStopped()).isEqualTo(!sample.text().contentEquals(released));
  }

  @Property(tries = 3000)
  void whatIsReleasedHoldsForEveryContinuation(@ForAll long seed) {
    Sample sample = Sample.of(seed);
    TextAssembler assembler = sample.assembler();
    StringBuilder released = new StringBuilder();
    Ints tokens = Ints.empty();
    for (int token = 0; token < sample.pieces().pieces().size(); token++) {
      tokens = tokens.append(token);
      released.append(assembler.append(token));
      String known = sample.pieces().decode(tokens);
      int certain = known.length();
      while (certain > 0 && known.charAt(certain - 1) == '\uFFFD') {
        certain--;
      }
      known = known.substring(0, certain);
      for (String stop : sample.stop()) {
        for (int length = 1; length < stop.length(); length++) {
          // the worst continuation: whatever looks like the beginning of a stop text is one
          if (known.endsWith(stop.substring(0, length))) {
            String worst = known + stop.substring(length);
            assertThat(cut(worst, sample.stop())).startsWith(released);
          }
        }
      }
      assertThat(cut(known, sample.stop())).startsWith(released);
    }
  }

  @Property(tries = 500)
  void withoutStopTextsNothingIsHeldBackBeyondIncompleteCharacters(@ForAll long seed) {
    Sample sample = Sample.of(seed);
    TextAssembler assembler = new TextAssembler(sample.pieces()::decode, List.of());
    StringBuilder released = new StringBuilder();
    Ints tokens = Ints.empty();
    for (int token = 0; token < sample.pieces().pieces().size(); token++) {
      tokens = tokens.append(token);
      released.append(assembler.append(token));
      assertThat(sample.pieces().decode(tokens).substring(released.length())).matches("\uFFFD*");
    }
  }

  @Test
  void aCharacterComesOnceItsLastByteIsThere() {
    TextAssembler assembler = assembler();
    Ints tokens = byteTokens("😀");
    assertThat(assembler.append(tokens.get(0))).isEmpty();
    assertThat(assembler.append(tokens.get(1))).isEmpty();
    assertThat(assembler.append(tokens.get(2))).isEmpty();
    assertThat(assembler.append(tokens.get(3))).isEqualTo("😀");
  }

  @Test
  void bytesThatAreNoCharacterComeOnceLaterTokensProveIt() {
    TextAssembler assembler = assembler();
    assertThat(assembler.append(0xF0)).isEmpty();
    assertThat(assembler.append('x')).isEqualTo("\uFFFDx");
    assertThat(assembler.append(0xC3)).isEmpty();
    assertThat(assembler.finish()).isEqualTo("\uFFFD");
    assertThat(assembler.finish()).isEmpty();
  }

  @Test
  void theStopIsFoundOverTokensAndNeverReleased() {
    TextAssembler assembler = assembler("END");
    assertThat(append(assembler, "an E")).isEqualTo("an ");
    assertThat(append(assembler, "N")).isEmpty();
    assertThat(assembler.isStopped()).isFalse();
    assertThat(append(assembler, "D")).isEmpty();
    assertThat(assembler.isStopped()).isTrue();
    assertThat(append(assembler, "more")).isEmpty();
    assertThat(assembler.finish()).isEmpty();
  }

  @Test
  void whatTurnsOutToBeNoStopIsReleasedAfterAll() {
    TextAssembler assembler = assembler("\n\nQ:");
    assertThat(append(assembler, "a\n\n")).isEqualTo("a");
    assertThat(append(assembler, "\n")).isEqualTo("\n");
    assertThat(append(assembler, "b")).isEqualTo("\n\nb");
    assertThat(append(assembler, "\n\nQ")).isEmpty();
    assertThat(assembler.finish()).isEqualTo("\n\nQ");
    assertThat(assembler.isStopped()).isFalse();
  }

  @Test
  void aStopInsideALongerOneThatMayStillComeWaitsForIt() {
    TextAssembler inner = assembler("abcd", "bc");
    assertThat(append(inner, "xabc")).isEqualTo("x");
    assertThat(inner.isStopped()).isFalse();
    assertThat(append(inner, "x")).isEqualTo("a");
    assertThat(inner.isStopped()).isTrue();
    TextAssembler outer = assembler("abcd", "bc");
    assertThat(append(outer, "xabcd")).isEqualTo("x");
    assertThat(outer.isStopped()).isTrue();
    TextAssembler ended = assembler("abcd", "bc");
    assertThat(append(ended, "xabc") + ended.finish()).isEqualTo("xa");
    assertThat(ended.isStopped()).isTrue();
  }

  @Test
  void tokensWithoutTextChangeNothing() {
    TextAssembler assembler = assembler("stop");
    assertThat(assembler.append(SPECIAL)).isEmpty();
    assertThat(append(assembler, "st")).isEmpty();
    assertThat(assembler.append(SPECIAL + 1)).isEmpty();
    assertThat(append(assembler, "op")).isEmpty();
    assertThat(assembler.isStopped()).isTrue();
  }

  @Test
  void aDecoderThatDropsTheFirstSpaceDropsNoOther() {
    List<String> words = List.of(" the", " cat", " ", " sat");
    TextAssembler assembler =
        new TextAssembler(
            tokens -> {
              StringBuilder text = new StringBuilder();
              tokens.stream().mapToObj(words::get).forEach(text::append);
              return text.length() > 0 ? text.substring(1) : "";
            },
            List.of());
    StringBuilder text = new StringBuilder();
    for (int token : new int[] {0, 1, 2, 3, 2, 2, 0}) {
      text.append(assembler.append(token));
    }
    assertThat(text).hasToString("the cat  sat   the");
  }

  @Test
  void aTokenCostsTheDecodingOfAFewTokensHoweverLongTheText() {
    AtomicInteger decoded = new AtomicInteger();
    TextAssembler assembler =
        new TextAssembler(
            tokens -> {
              decoded.addAndGet(tokens.size());
              return BYTES.decode(tokens);
            },
            List.of("never"));
    append(assembler, "größer 😀 ".repeat(500));
    assertThat(decoded.get()).isLessThan(500 * byteTokens("größer 😀 ").size() * 8);
  }

  @Test
  void anEmptyStopTextIsRefused() {
    assertThatThrownBy(() -> assembler("x", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a stop text is empty, which would end every answer");
  }
}
