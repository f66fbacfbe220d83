package io.dsd.tests.failure;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** The records of a run: some greedy, some sampled, one that cannot be served. */
final class Prompts {

  private static final int COUNT = 8;
  private static final int BAD = 3;

  private Prompts() {}

  /** All of them, in the order they are sent. */
  static List<byte[]> all() {
    return IntStream.range(0, COUNT).mapToObj(Prompts::record).toList();
  }

  /** The one that is refused. */
  static byte[] bad() {
    return record(BAD);
  }

  private static byte[] record(int number) {
    String text =
        number == BAD
            ? "{\"prompt\": 7}"
            : """
            {"prompt": "Number %d counts", "max_tokens": 24, "temperature": %s, "seed": %d, "stream": true}"""
                .formatted(number, number % 2 == 0 ? "0" : "0.8", number);
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
