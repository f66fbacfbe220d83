package io.dsd.job.cluster;

import io.dsd.job.link.Loopback;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/** Ports on loopback, none of them twice. */
final class Ports {

  /**
   * Below what Linux gives to connections: else one of another process might take a port before the
   * process that it is meant for listens there.
   */
  private static final int FIRST = 10_000;

  private static final int END = 32_000;
  private static final int TRIES = 1_000;

  private final Set<Integer> given = new HashSet<>();
  private final SplittableRandom random = new SplittableRandom();

  /** A port that nobody listens on. */
  int free() throws IOException {
    for (int i = 0; i < TRIES; i++) {
      int port = random.nextInt(FIRST, END);
      if (given.add(port) && isFree(port)) {
        return port;
      }
    }
    throw new IOException("no free port between %d and %d".formatted(FIRST, END));
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(Loopback.at(port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /**
   * That port, or one that nobody listens on if it is 0.
   *
   * @param role who is to listen there
   * @param flag how to choose another one
   * @throws ClusterException if it is busy, or given to another
   */
  int require(int port, String role, String flag) throws IOException {
    if (port == 0) {
      return free();
    }
    if (!given.add(port)) {
      throw new ClusterException(
          "port %d is asked for twice, once for %s; choose another one with %s PORT"
              .formatted(port, role, flag));
    }
    try (ServerSocket socket = new ServerSocket()) {
      // what a former server left in TIME_WAIT does not count, for nobody else either
      socket.setReuseAddress(true);
      socket.bind(Loopback.at(port));
      return port;
    } catch (IOException | IllegalArgumentException busy) {
      throw new ClusterException(
          "port %d is busy, but %s needs it (%s); stop what listens there, or choose another port with %s PORT"
              .formatted(port, role, busy.getMessage(), flag),
          busy);
    }
  }
}
