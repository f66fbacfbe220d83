package io.dsd.job.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dsd.job.link.Loopback;
import io.dsd.job.link.Relay;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How another process has a link stalled: a line {@code NAME MILLIS}, answered by {@code ok}. */
final class LinkControl {

  private static final Logger LOG = LoggerFactory.getLogger(LinkControl.class);
  private static final String DONE = "ok";
  private static final int PATIENCE_MILLIS = 5_000;

  private LinkControl() {}

  /** Takes requests as long as this process lives. */
  static void listen(int port, Map<String, Relay> relays) throws IOException {
    ServerSocket door = new ServerSocket();
    door.bind(Loopback.at(port));
    Thread thread = new Thread(() -> serve(door, Map.copyOf(relays)), "link control");
    thread.setDaemon(true);
    thread.start();
  }

  private static void serve(ServerSocket door, Map<String, Relay> relays) {
    while (!door.isClosed()) {
      try (Socket client = door.accept()) {
        client.setSoTimeout(PATIENCE_MILLIS);
        String[] words = readLine(client).split(" ", 2);
        relays.get(words[0]).stall(Duration.ofMillis(Long.parseLong(words[1])));
        LOG.info("the link to {} is stalled for {} ms", words[0], words[1]);
        client.getOutputStream().write((DONE + "\n").getBytes(UTF_8));
      } catch (IOException | RuntimeException refused) {
        // the client sees that the connection ends without an answer
        LOG.warn("a request to stall a link was refused", refused);
      }
    }
  }

  /**
   * Has a link let nothing pass for so long.
   *
   * @throws IOException if the process of the links does not answer, or knows no such link
   */
  static void stall(int port, String link, Duration duration) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(Loopback.at(port), PATIENCE_MILLIS);
      socket
          .getOutputStream()
          .write("%s %d%n".formatted(link, duration.toMillis()).getBytes(UTF_8));
      String answer = readLine(socket);
      if (!answer.equals(DONE)) {
        throw new IOException("the links answer '%s'".formatted(answer));
      }
    }
  }

  private static String readLine(Socket socket) throws IOException {
    String line =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
    if (line == null) {
      throw new IOException("the connection ended without a line");
    }
    return line;
  }
}
