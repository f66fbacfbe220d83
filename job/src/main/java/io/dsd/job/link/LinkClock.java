package io.dsd.job.link;

import java.util.SplittableRandom;

/**
 * Tells when bytes that enter one direction of a link leave it: a token clock for the bandwidth,
 * which all connections share, then latency and jitter.
 */
final class LinkClock {

  private final LinkShape shape;
  private final SplittableRandom random;
  private long idleFrom;

  /**
   * A link on which nothing is on its way.
   *
   * @param now {@link System#nanoTime}
   */
  LinkClock(LinkShape shape, long seed, long now) {
    this.shape = shape;
    this.random = new SplittableRandom(seed);
    this.idleFrom = now;
  }

  /** Holds whatever comes until then; what is on its way already goes on. */
  synchronized void stall(long until) {
    if (until - idleFrom > 0) {
      idleFrom = until;
    }
  }

  /** When bytes that came at {@code now} are at the other end, as {@link System#nanoTime}. */
  synchronized long arrival(int bytes, long now) {
    // nanoTime may overflow: only differences can be compared
    if (now - idleFrom > 0) {
      idleFrom = now;
    }
    idleFrom += shape.transmissionNanos(bytes);
    return idleFrom + shape.latency().toNanos() + jitter();
  }

  private long jitter() {
    long most = shape.jitter().toNanos();
    return most == 0 ? 0 : random.nextLong(-most, most + 1);
  }
}
