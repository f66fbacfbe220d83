package io.dsd.tests.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The TCP ports that a process listens on, as Linux tells them. */
final class ListeningPorts {

  private static final String LISTENING = "0A";

  private ListeningPorts() {}

  static List<Integer> of(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    Set<String> sockets = new HashSet<>();
    try (Stream<Path> open = Files.list(process.resolve("fd"))) {
      for (Path each : open.toList()) {
        if (Files.exists(each, LinkOption.NOFOLLOW_LINKS)) {
          sockets.add(Files.readSymbolicLink(each).toString());
        }
      }
    }
    List<Integer> ports = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(process.resolve("net").resolve(table))) {
        String[] words = line.strip().split("\\s+", -1);
        if (words[3].equals(LISTENING) && sockets.contains("socket:[" + words[9] + "]")) {
          ports.add(Integer.parseInt(words[1].substring(words[1].indexOf(':') + 1), 16));
        }
      }
    }
    return ports;
  }
}
