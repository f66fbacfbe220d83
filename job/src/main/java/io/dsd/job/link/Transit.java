package io.dsd.job.link;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What is on its way in one direction of one connection: first in, first out, and no more bytes
 * than the link can hold, so that a sender who is faster than the link has to wait.
 */
final class Transit {

  /**
   * Bytes with the time of their arrival; no bytes at all mean that no more will follow.
   *
   * @param due {@link System#nanoTime}
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Parcel(byte[] bytes, long due) {

    boolean isEnd() {
      return bytes.length == 0;
    }
  }

  private final long capacity;
  private final Deque<Parcel> parcels = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

  /** Nothing on its way, of at most {@code capacity} bytes. */
  Transit(long capacity) {
    this.capacity = capacity;
  }

  /**
   * How much a link must hold to be used fully: twice the product of its bandwidth (10 Gbit/s if
   * unlimited) and its longest delay.
   */
  static long capacity(LinkShape shape) {
    double bits = Math.min((double) shape.bitsPerSecond(), 10e9);
    double seconds = shape.latency().plus(shape.jitter()).toNanos() / 1e9;
    return Math.max(1 << 20, Math.round(2 * bits / 8 * seconds));
  }

  /** Puts a parcel on its way, as soon as there is room; false if that will never be. */
  synchronized boolean put(Parcel parcel) throws InterruptedException {
    while (!closed && bytes > 0 && bytes + parcel.bytes().length > capacity) {
      wait();
    }
    if (closed) {
      return false;
    }
    bytes += parcel.bytes().length;
    parcels.add(parcel);
    notifyAll();
    return true;
  }

  /** The next parcel, once there is one; an end if there will never be. */
  synchronized Parcel next() throws InterruptedException {
    while (!closed && parcels.isEmpty()) {
      wait();
    }
    return closed ? new Parcel(new byte[0], System.nanoTime()) : parcels.element();
  }

  /** Forgets the first parcel, which has arrived. */
  synchronized void arrived() {
    if (!closed) {
      bytes -= parcels.remove().bytes().length;
      notifyAll();
    }
  }

  /** Drops what is on its way, and whatever follows. */
  synchronized void close() {
    closed = true;
    parcels.clear();
    notifyAll();
  }
}
