package io.dsd.job.cluster;

import io.dsd.job.link.LinkShape;
import io.dsd.job.link.Loopback;
import io.dsd.job.link.Relay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The relays of all links as a process: {@code READY-FILE LATENCY-NANOS JITTER-NANOS
 * BITS-PER-SECOND CONTROL-PORT LINK...}. A process of its own, because killing a task manager must
 * not take its link away.
 */
public final class LinksProcess {

  private LinksProcess() {}

  /** Runs until the process is asked to end. */
  public static void main(String[] arguments) throws Exception {
    LinkShape shape =
        new LinkShape(
            Duration.ofNanos(Long.parseLong(arguments[1])),
            Duration.ofNanos(Long.parseLong(arguments[2])),
            Long.parseLong(arguments[3]));
    List<LinkPorts> links = Arrays.stream(arguments).skip(5).map(LinkPorts::parse).toList();
    Map<String, Relay> relays = new HashMap<>();
    for (LinkPorts link : links) {
      relays.put(link.name(), open(link, shape));
    }
    LinkControl.listen(Integer.parseInt(arguments[4]), relays);
    ReadyFile.write(Path.of(arguments[0]), "ready");
    new CountDownLatch(1).await();
  }

  @SuppressWarnings("resource") // a relay lives as long as the process
  private static Relay open(LinkPorts link, LinkShape shape) throws Exception {
    Relay relay = new Relay(link.name(), shape);
    relay.relay(link.open(), Loopback.at(link.behind()));
    relay.relayProbes(link.probe());
    return relay;
  }
}
