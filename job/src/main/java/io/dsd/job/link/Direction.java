package io.dsd.job.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One direction of one connection: a thread that reads and stamps, and one that writes when the
 * time has come. The end of what is read is passed on as an end, after the same delay.
 */
final class Direction {

  private static final Logger LOG = LoggerFactory.getLogger(Direction.class);
  private static final int CHUNK = 1 << 16;

  private final String name;
  private final Socket from;
  private final Socket to;
  private final LinkClock clock;
  private final Transit transit;
  private final Runnable atEnd;
  private final Runnable atFailure;

  /**
   * A direction at rest.
   *
   * @param atEnd called once everything has been written, and its end
   * @param atFailure called when a side is gone; may be called more than once
   */
  Direction(
      String name,
      Socket from,
      Socket to,
      LinkClock clock,
      long capacity,
      Runnable atEnd,
      Runnable atFailure) {
    this.name = name;
    this.from = from;
    this.to = to;
    this.clock = clock;
    this.transit = new Transit(capacity);
    this.atEnd = atEnd;
    this.atFailure = atFailure;
  }

  void start() {
    start("reads", this::read);
    start("writes", this::write);
  }

  private void start(String does, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException gone) {
                LOG.debug("{} ends", name, gone);
                atFailure.run();
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                atFailure.run();
              }
            },
            name + " " + does);
    thread.setDaemon(true);
    thread.start();
  }

  private void read() throws IOException, InterruptedException {
    InputStream in = from.getInputStream();
    byte[] chunk = new byte[CHUNK];
    long last = System.nanoTime();
    boolean open = true;
    while (open) {
      int length = Math.max(0, in.read(chunk));
      long due = clock.arrival(length, System.nanoTime());
      // jitter does not let bytes overtake each other
      last = due - last < 0 ? last : due;
      open = transit.put(new Transit.Parcel(Arrays.copyOf(chunk, length), last)) && length > 0;
    }
  }

  private void write() throws IOException, InterruptedException {
    OutputStream out = to.getOutputStream();
    Transit.Parcel parcel = transit.next();
    while (!parcel.isEnd()) {
      Precisely.await(parcel.due());
      out.write(parcel.bytes());
      transit.arrived();
      parcel = transit.next();
    }
    Precisely.await(parcel.due());
    to.shutdownOutput();
    atEnd.run();
  }

  void close() {
    transit.close();
  }

  /** What a thread does. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException, InterruptedException;
  }
}
