package io.dsd.message.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.message.codec.StoredMessages.Stored;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What any release stored stays readable; of the newest version, it is what is written today. */
class StoredBytesTest {

  static List<Stored<?>> stored() {
    return StoredMessages.all();
  }

  @ParameterizedTest
  @MethodSource("stored")
  <T> void storedBytesReadAsTheirValuesAndThoseOfTheNewestVersionAreWrittenAlike(Stored<T> stored)
      throws IOException {
    List<byte[]> lines = lines(stored.file());
    assertThat(lines).hasSameSizeAs(stored.values());
    for (int line = 0; line < lines.size(); line++) {
      T value = stored.values().get(line);
      var back = Encoded.read(stored.codec(), lines.get(line));
      assertThat(back.value()).isEqualTo(value);
      assertThat(back.left()).isZero();
      if (stored.current()) {
        assertThat(Encoded.write(stored.codec(), value)).isEqualTo(lines.get(line));
      }
    }
  }

  private static List<byte[]> lines(String file) throws IOException {
    try (InputStream in = StoredBytesTest.class.getResourceAsStream("/codec/" + file + ".hex")) {
      assertThat(in).as("codec/" + file + ".hex").isNotNull();
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return text.lines().map(HexFormat.of()::parseHex).toList();
    }
  }
}
