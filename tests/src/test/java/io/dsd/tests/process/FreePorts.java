package io.dsd.tests.process;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Ports that a test gives to processes which listen there only later: below those that Linux gives
 * to connections and to servers that ask for any, one of which would else take them meanwhile.
 */
final class FreePorts {

  private static final int FIRST = 10_000;
  private static final int END = 32_000;
  private static final SplittableRandom RANDOM = new SplittableRandom();

  private FreePorts() {}

  /** A port. */
  static int one() {
    return inARow(1);
  }

  /** The first of several, one after the other. */
  static int inARow(int count) {
    return RANDOM
        .ints(FIRST, END - count)
        .filter(first -> IntStream.range(first, first + count).allMatch(FreePorts::isFree))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
