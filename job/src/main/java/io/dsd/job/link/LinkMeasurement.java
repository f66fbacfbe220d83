package io.dsd.job.link;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;

/**
 * The one-way latency that a link was seen to add: half the time of round trips of 64 bytes.
 *
 * @param median over all round trips
 * @param slow what one in twenty exceeds
 */
public record LinkMeasurement(Duration median, Duration slow) {

  private static final int BYTES = 64;
  private static final int WARM_UP = 5;
  private static final Duration LEAST_TOLERANCE = Duration.ofNanos(500_000);

  /**
   * Measures a link through a relay's probe port.
   *
   * @param pings how many round trips, one after the other
   */
  public static LinkMeasurement of(InetSocketAddress probe, int pings) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(probe);
      socket.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] message = new byte[BYTES];
      long[] nanos = new long[pings];
      for (int i = -WARM_UP; i < pings; i++) {
        long start = System.nanoTime();
        socket.getOutputStream().write(message);
        in.readFully(message);
        nanos[Math.max(0, i)] = (System.nanoTime() - start) / 2;
      }
      Arrays.sort(nanos);
      return new LinkMeasurement(
          Duration.ofNanos(nanos[pings / 2]), Duration.ofNanos(nanos[pings * 19 / 20]));
    }
  }

  /** Whether the median is within 5 % or 0.5 ms of what was asked for. */
  public boolean isCloseTo(LinkShape asked) {
    Duration off = median.minus(asked.latency()).abs();
    return off.compareTo(LEAST_TOLERANCE) <= 0 || off.compareTo(asked.latency().dividedBy(20)) <= 0;
  }
}
