package io.dsd.job.cluster;

import io.dsd.job.link.Loopback;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/** Ports on loopback, none of them twice. */
final class Ports {

  private final Set<Integer> given = new HashSet<>();

  /** A port that nobody listens on. */
  int free() throws IOException {
    while (true) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(Loopback.at(0));
        if (given.add(socket.getLocalPort())) {
          return socket.getLocalPort();
        }
      }
    }
  }

  /**
   * That port, or one that nobody listens on if it is 0.
   *
   * @param role who is to listen there
   * @param flag how to choose another one
   * @throws ClusterException if it is busy
   */
  int require(int port, String role, String flag) throws IOException {
    if (port == 0) {
      return free();
    }
    try (ServerSocket socket = new ServerSocket()) {
      // what a former server left in TIME_WAIT does not count, for nobody else either
      socket.setReuseAddress(true);
      socket.bind(Loopback.at(port));
      given.add(port);
      return port;
    } catch (IOException | IllegalArgumentException busy) {
      throw new ClusterException(
          "port %d is busy, but %s needs it (%s); stop what listens there, or choose another port with %s PORT"
              .formatted(port, role, busy.getMessage(), flag),
          busy);
    }
  }
}
